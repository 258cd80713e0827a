// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A transport that takes part in the benchmark.
 *
 * @param name for people
 * @param transport what is measured
 * @param workloads by which it is measured, in order
 * @param jvmOptions that it needs, for both ends
 * @param storing whether its files grow with each message, so that they belong on a disk
 */
public record Contender(String name, TransportVariant transport, List<Workload> workloads, List<String> jvmOptions,
        boolean storing) {
    /** For transports that have batches and that several threads may use. */
    private static final List<Workload> OWN = List.of(Workload.BATCH_64, Workload.SHARED_64);
    /** For transports of bytes. */
    private static final List<Workload> BYTES = Stream.of(Workload.values())
            .filter(workload -> workload != Workload.FILE_16M && !OWN.contains(workload)).toList();
    /** For transports of messages. */
    private static final List<Workload> MESSAGES =
            BYTES.stream().filter(workload -> workload != Workload.FRAME).toList();
    /** For our own sessions. */
    private static final List<Workload> SESSION = Stream.of(Workload.values())
            .filter(workload -> MESSAGES.contains(workload) || OWN.contains(workload)).toList();
    private static final List<Workload> FRAMES = List.of(Workload.FRAME);
    /** The workloads that depend on the size of a buffer. */
    private static final List<Workload> BY_SIZE = List.of(Workload.TRIP_64, Workload.TRIP_1000, Workload.STREAM_64,
            Workload.BATCH_64, Workload.SHARED_64, Workload.STREAM_1000, Workload.STREAM_1M);
    private static final String SMALLEST = "1K";

    /**
     * Our own modes, the sockets of the JDK, and a copy within one process.
     *
     * @return in the order of the report
     */
    public static List<Contender> own() {
        List<Contender> contenders = new ArrayList<>();
        for (String mode : new String[] {"poll", "listener"}) {
            for (String wait : new String[] {"spinning", "adaptive", "blocking"}) {
                for (String size : new String[] {SMALLEST, "64K", "1M"}) {
                    contenders.add(shmooze(mode + "-" + wait + "-" + size, size.equals(SMALLEST) ? SESSION : BY_SIZE));
                }
            }
        }
        contenders.add(socket("unix-socket", SocketTransport.UNIX));
        contenders.add(socket("tcp-loopback", SocketTransport.TCP));
        for (String size : new String[] {SMALLEST, "64K", "1M"}) {
            contenders.add(files("shmooze-" + size, FileTransport.EXCHANGE + size));
        }
        contenders.add(files("unix-socket", FileTransport.UNIX));
        contenders.add(files("memcpy", FileTransport.MEMCPY));
        contenders.add(files("sha-256", FileTransport.SHA_256));
        for (String wait : new String[] {"spinning", "adaptive", "blocking"}) {
            contenders.add(plain("frames-" + wait,
                    new TransportVariant(FrameTransport.class, wait, FrameTransport.class), FRAMES));
        }
        contenders.add(plain("memcpy", new TransportVariant(CopyTransport.class, "", null), FRAMES));
        return contenders;
    }

    private static Contender files(String name, String variant) {
        return plain("file-" + name, new TransportVariant(FileTransport.class, variant, null),
                List.of(Workload.FILE_16M));
    }

    private static Contender shmooze(String variant, List<Workload> workloads) {
        return plain("shmooze-" + variant,
                new TransportVariant(ShmoozeTransport.class, variant, ShmoozeTransport.class), workloads);
    }

    private static Contender socket(String name, String variant) {
        return plain(name, new TransportVariant(SocketTransport.class, variant, null), BYTES);
    }

    private static Contender plain(String name, TransportVariant transport, List<Workload> workloads) {
        return new Contender(name, transport, workloads, List.of(), false);
    }

    /**
     * A contender that passes messages and is measured by every workload but files, frames and shared sending.
     *
     * @param name for people
     * @param transport what is measured
     * @return a contender without JVM options
     */
    public static Contender of(String name, TransportVariant transport) {
        return plain(name, transport, MESSAGES);
    }

    /**
     * The same contender with options of the JVMs at both ends.
     *
     * @param options of the JVMs
     * @return a contender
     */
    public Contender withJvmOptions(List<String> options) {
        return new Contender(name, transport, workloads, options, storing);
    }

    /**
     * The same contender, {@link #storing} its messages.
     *
     * @return a contender
     */
    public Contender thatStores() {
        return new Contender(name, transport, workloads, jvmOptions, true);
    }

    /** Whether this is one of Shmooze's own modes. */
    boolean isOwn() {
        return transport.type() == ShmoozeTransport.class;
    }
}
