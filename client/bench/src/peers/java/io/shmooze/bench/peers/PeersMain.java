// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import io.aeron.Aeron;
import io.shmooze.bench.Bench;
import io.shmooze.bench.Contender;
import io.shmooze.bench.Transport;
import io.shmooze.bench.TransportVariant;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.queue.ChronicleQueue;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.zeromq.ZMQ;

/**
 * The benchmark with other libraries beside our own modes and the sockets: each in the setting that it recommends for
 * low latency, and in one that leaves the CPU to others; rings in the sizes of our segments, and in those of our bulk
 * areas. What does not fit into a ring is not measured with it. common/docs/BENCHMARK.md says how to run it.
 */
public final class PeersMain {
    private static final List<String> AGRONA = List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
    private static final List<String> AGRONA_UNCHECKED = List.of("-Dagrona.disable.bounds.checks=true");
    private static final List<String> CHRONICLE = List.of("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED", "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true", "-Dchronicle.announcer.disable=true",
            "-Dchronicle.disk.monitor.disable=true");
    private static final List<String> CHRONICLE_UNCHECKED = List.of("-Dbytes.bounds.unchecked=true");

    private PeersMain() {
    }

    /**
     * Runs the benchmark and exits.
     *
     * @param arguments the options of the benchmark
     */
    public static void main(String[] arguments) {
        List<Contender> contenders = new ArrayList<>(Contender.own());
        for (String strategy : new String[] {"spinning", "backoff"}) {
            for (String size : new String[] {"1K", "512K", "1M", "16M"}) {
                String variant = strategy + "-" + size;
                Contender each = contender("agrona-ring-", RingBufferTransport.class, variant, OneToOneRingBuffer.class)
                        .withJvmOptions(AGRONA, AGRONA_UNCHECKED).upTo(RingBufferTransport.maxMessageLength(variant));
                contenders.add(size.equals("1K") ? each : each.withoutAnySize());
            }
        }
        for (String strategy : new String[] {"spinning", "backoff"}) {
            for (String size : new String[] {"64K", "1M", "8M"}) {
                String variant = strategy + "-" + size;
                Contender each = contender("aeron-ipc-", AeronTransport.class, variant, Aeron.class)
                        .withJvmOptions(AGRONA, AGRONA_UNCHECKED).upTo(AeronTransport.maxMessageLength(variant));
                contenders.add(size.equals("64K") ? each : each.withoutAnySize());
            }
        }
        for (String variant : new String[] {"spinning", "balanced"}) {
            contenders.add(contender("chronicle-queue-", ChronicleTransport.class, variant, ChronicleQueue.class)
                    .withJvmOptions(CHRONICLE, CHRONICLE_UNCHECKED).thatStores());
        }
        for (String variant : new String[] {"spinning", "blocking"}) {
            contenders.add(contender("jeromq-tcp-", ZeroMqTransport.class, variant, ZMQ.class));
        }
        System.exit(Bench.run(arguments, contenders));
    }

    private static Contender contender(String name, Class<? extends Transport> type, String variant,
            Class<?> library) {
        return Contender.of(name + variant, new TransportVariant(type, variant, library));
    }
}
