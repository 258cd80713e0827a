// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A transport that takes part in the benchmark.
 *
 * @param name for people
 * @param transport what is measured
 * @param workloads by which it is measured, in order
 * @param jvmOptions that it needs, for both ends
 * @param uncheckedOptions of the JVMs that make its library check no bounds; empty if it always checks them
 * @param storing whether its files grow with each message, so that they belong on a disk
 */
public record Contender(String name, TransportVariant transport, List<Workload> workloads, List<String> jvmOptions,
        List<String> uncheckedOptions, boolean storing) {
    /** What every transport of messages can do. */
    private static final List<Workload> MESSAGES = Stream.of(Workload.values()).filter(workload ->
            workload == workload.plain() && workload != Workload.FILE_16M && workload != Workload.FRAME).toList();
    private static final List<Workload> SESSION = Stream.of(Workload.values())
            .filter(workload -> MESSAGES.contains(workload.plain()) && !workload.isTailed()).toList();
    /** What needs an end that answers. */
    private static final List<Workload> ANSWERED = List.of(Workload.ASK_64, Workload.CALL);
    /** The workloads that do not depend on the size of a buffer. */
    private static final List<Workload> OF_ANY_SIZE =
            List.of(Workload.ASK_64, Workload.CALL, Workload.PACED_64, Workload.CONNECT, Workload.IDLE);
    /** Of what goes through a server that stores it. */
    private static final List<Workload> STORED =
            List.of(Workload.TRIP_64, Workload.TRIP_1000, Workload.STREAM_64, Workload.STREAM_1000);
    private static final String SMALLEST = "1K";
    private static final String LARGEST = "1M";
    /** A segment of this many times a message's length or more passes the message through its lane, in one frame. */
    private static final int SMALL_PART = 8;
    private static final int WIDE_LANES = 2 * ShmoozeTransport.WIDE_LANE_SIZE;

    /**
     * Our own modes, the sockets of the JDK, and a copy within one process.
     *
     * @return in the order of the report
     */
    public static List<Contender> own() {
        List<Contender> contenders = new ArrayList<>();
        for (String mode : new String[] {"poll", "listener"}) {
            for (String wait : new String[] {"spinning", "adaptive", "blocking"}) {
                for (String size : new String[] {SMALLEST, "64K", LARGEST}) {
                    Contender all = shmooze(mode + "-" + wait + "-" + size);
                    Contender each = mode.equals("poll") ? all.without(ANSWERED) : all;
                    contenders.add(!size.equals(SMALLEST) ? each.withoutAnySize()
                            : wait.equals("blocking") ? each : each.withTail());
                }
            }
        }
        for (String wait : new String[] {"spinning", "adaptive", "blocking"}) {
            contenders.add(shmooze(ShmoozeTransport.ASKING + "-" + wait + "-" + SMALLEST)
                    .only(Workload.TRIP_64, Workload.ASK_64, Workload.CALL));
        }
        for (String size : new String[] {SMALLEST, LARGEST}) {
            contenders.add(shmooze("poll-spinning-" + size + ShmoozeTransport.PASSES)
                    .only(Workload.STREAM_64, Workload.BATCH_64, Workload.CLAIM_64, Workload.STREAM_1000));
        }
        for (String variant : new String[] {SocketTransport.UNIX, SocketTransport.TCP}) {
            contenders.add(plain(variant.equals(SocketTransport.UNIX) ? Comparison.UNIX_SOCKET : "tcp-loopback",
                    new TransportVariant(SocketTransport.class, variant, null), Stream.of(Workload.values())
                            .filter(each -> MESSAGES.contains(each) || each == Workload.FRAME).toList()));
        }
        contenders.add(plain("jdk-rmi", new TransportVariant(RmiTransport.class, "", null), ANSWERED)
                .withJvmOptions(List.of(RmiTransport.HOST), List.of()));
        for (String size : new String[] {SMALLEST, "64K", LARGEST}) {
            contenders.add(files("shmooze-" + size, FileTransport.EXCHANGE + size));
        }
        contenders.add(files("unix-socket", FileTransport.UNIX));
        contenders.add(files("memcpy", FileTransport.MEMCPY));
        contenders.add(files("sha-256", FileTransport.SHA_256));
        for (String wait : new String[] {"spinning", "adaptive", "blocking"}) {
            contenders.add(plain("frames-" + wait, new TransportVariant(FrameTransport.class, wait, null),
                    List.of(Workload.FRAME)));
        }
        contenders.add(plain("memcpy", new TransportVariant(CopyTransport.class, "", null), List.of(Workload.FRAME)));
        if (NatsServer.program() != null) {
            contenders.add(nats(NatsTransport.REQUEST).only(Workload.TRIP_64, Workload.TRIP_1000));
            contenders.add(nats(NatsTransport.JETSTREAM));
            contenders.add(plain("shmooze-relay", new TransportVariant(RelayTransport.class, "", null), STORED));
        }
        return contenders;
    }

    private static Contender nats(String variant) {
        return plain("nats-" + variant, new TransportVariant(NatsTransport.class, variant, null), STORED);
    }

    private static Contender files(String name, String variant) {
        return plain("file-" + name, new TransportVariant(FileTransport.class, variant, null),
                List.of(Workload.FILE_16M));
    }

    private static Contender shmooze(String variant) {
        return plain("shmooze-" + variant,
                new TransportVariant(ShmoozeTransport.class, variant, ShmoozeTransport.class), SESSION);
    }

    private static Contender plain(String name, TransportVariant transport, List<Workload> workloads) {
        return new Contender(name, transport, workloads, List.of(), List.of(), false);
    }

    /**
     * A contender that passes messages, each sent by itself and by one thread.
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
     * @param unchecked options by which its library checks no bounds
     * @return a contender
     */
    public Contender withJvmOptions(List<String> options, List<String> unchecked) {
        return new Contender(name, transport, workloads, options, unchecked, storing);
    }

    /**
     * The same contender, {@link #storing} its messages.
     *
     * @return a contender
     */
    public Contender thatStores() {
        return new Contender(name, transport, workloads, jvmOptions, uncheckedOptions, true);
    }

    /**
     * The same contender without the workloads whose messages do not fit into its buffers.
     *
     * @param length of the longest message, bytes
     * @return a contender
     */
    public Contender upTo(int length) {
        return with(workloads.stream().filter(workload -> workload.length() <= length).toList());
    }

    /**
     * The same contender without the workloads that do not depend on the size of a buffer, because one of another size
     * is measured by them.
     *
     * @return a contender
     */
    public Contender withoutAnySize() {
        return without(OF_ANY_SIZE);
    }

    /** The same contender, measured with a tail as well, right after it was measured without. */
    private Contender withTail() {
        return with(workloads.stream().flatMap(each -> Stream.concat(Stream.of(each), Stream.of(Workload.values())
                .filter(other -> other.isTailed() && other.plain() == each))).toList());
    }

    private Contender without(List<Workload> some) {
        return with(workloads.stream().filter(workload -> !some.contains(workload)).toList());
    }

    private Contender only(Workload... few) {
        return with(Arrays.asList(few));
    }

    private Contender with(List<Workload> others) {
        return new Contender(name, transport, others, jvmOptions, uncheckedOptions, storing);
    }

    /** The same contender with unchecked bounds, if its library can do that. */
    Contender unchecked() {
        return withJvmOptions(Stream.concat(jvmOptions.stream(), uncheckedOptions.stream()).toList(),
                uncheckedOptions);
    }

    /** Whether this is one of Shmooze's own modes. */
    boolean isOwn() {
        return transport.type() == ShmoozeTransport.class;
    }

    /** Whether it is measured by what does not depend on a size, as the smallest of the sizes of a transport is. */
    boolean isMain() {
        return OF_ANY_SIZE.stream().anyMatch(workloads::contains);
    }

    /** How much memory messages wait in, both directions together, for people; empty if that is not known. */
    String memory() {
        String size = transport.size() == null ? "" : transport.size();
        return !isOwn() ? size : size + (bytes() < WIDE_LANES ? ", wide " + (WIDE_LANES >> 10) + "K" : "") + ", bulk "
                + (2 * ShmoozeTransport.BULK_SIZE >> 20) + "M";
    }

    private int bytes() {
        return transport.size() == null ? 0 : TransportVariant.bytes(transport.size());
    }

    /**
     * The bytes in which a workload's messages wait to be read, both directions together; 0 if they are not known. More
     * messages than a small segment holds, and those that are longer than its frames, go through a session's wide
     * lanes; those that are longer than frames of these lanes through its bulk areas.
     */
    int capacity(Workload workload) {
        if (!isOwn() || workload.isOneByOne() && workload.length() <= bytes() / SMALL_PART) {
            return bytes();
        }
        int lanes = Math.max(bytes(), WIDE_LANES);
        return workload.length() <= lanes / SMALL_PART ? lanes : 2 * ShmoozeTransport.BULK_SIZE;
    }
}
