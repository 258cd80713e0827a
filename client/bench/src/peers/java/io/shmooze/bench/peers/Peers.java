// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import io.aeron.Aeron;
import io.shmooze.bench.Bench;
import io.shmooze.bench.Contender;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.queue.ChronicleQueue;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.zeromq.ZMQ;

/**
 * The command {@code bench} with other libraries beside our own modes and the sockets, each as it recommends itself
 * for low latency, and as it is kind to a machine. common/docs/BENCHMARK.md says how to run it.
 */
public final class Peers {
    /** Without checks of bounds, as its authors measure. */
    private static final List<String> AGRONA = List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "-Dagrona.disable.bounds.checks=true");
    private static final List<String> CHRONICLE = List.of("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED", "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true", "-Dchronicle.announcer.disable=true",
            "-Dchronicle.disk.monitor.disable=true");

    private Peers() {
    }

    /**
     * Runs it and exits.
     *
     * @param arguments the options of {@code bench}
     */
    public static void main(String[] arguments) {
        List<Contender> contenders = new ArrayList<>(Contender.own());
        for (String variant : new String[] {"spinning", "backoff"}) {
            contenders.add(Contender.of("agrona-ring-" + variant, RingBufferTransport.class, variant,
                    OneToOneRingBuffer.class).needing(AGRONA));
        }
        for (String variant : new String[] {"spinning", "backoff"}) {
            contenders.add(Contender.of("aeron-ipc-" + variant, AeronTransport.class, variant, Aeron.class)
                    .needing(AGRONA));
        }
        for (String variant : new String[] {"spinning", "balanced"}) {
            contenders.add(Contender.of("chronicle-queue-" + variant, ChronicleTransport.class, variant,
                    ChronicleQueue.class).needing(CHRONICLE).thatStores());
        }
        for (String variant : new String[] {"spinning", "blocking"}) {
            contenders.add(Contender.of("jeromq-tcp-" + variant, ZeroMqTransport.class, variant, ZMQ.class));
        }
        System.exit(Bench.run(arguments, contenders));
    }
}
