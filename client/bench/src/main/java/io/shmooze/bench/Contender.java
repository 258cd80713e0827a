// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.File;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A transport that takes part.
 *
 * @param name for people
 * @param type has to be on the class path of this program
 * @param variant for its constructor
 * @param works what is measured of it
 * @param jvmOptions that it needs, for both ends
 * @param storing whether its files grow with each message, so that a disk is the place for them
 * @param library a class of what it is made of, whose jar names its version; null for a part of the JDK
 */
public record Contender(String name, Class<? extends Transport> type, String variant, List<Work> works,
        List<String> jvmOptions, boolean storing, Class<?> library) {
    /** What is measured of a way to pass bytes. */
    private static final List<Work> BYTES =
            Stream.of(Work.values()).filter(work -> work != Work.FILE_16M && work != Work.SHARED_64).toList();
    /** What is measured of a way to pass messages. */
    private static final List<Work> ALL = BYTES.stream().filter(work -> work != Work.FRAME).toList();
    /** The same, of a way that several threads may use. */
    private static final List<Work> OWN =
            Stream.of(Work.values()).filter(work -> ALL.contains(work) || work == Work.SHARED_64).toList();
    private static final List<Work> FRAMES = List.of(Work.FRAME);
    /** What depends on the size of a buffer. */
    private static final List<Work> BY_SIZE =
            List.of(Work.TRIP_64, Work.TRIP_1000, Work.STREAM_64, Work.SHARED_64, Work.STREAM_1000, Work.STREAM_1M);
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
                    contenders.add(shmooze(mode + "-" + wait + "-" + size, size.equals(SMALLEST) ? OWN : BY_SIZE));
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
            contenders.add(new Contender("frames-" + wait, FrameTransport.class, wait, FRAMES, List.of(), false,
                    FrameTransport.class));
        }
        contenders.add(new Contender("memcpy", CopyTransport.class, "", FRAMES, List.of(), false, null));
        return contenders;
    }

    private static Contender files(String name, String variant) {
        return new Contender("file-" + name, FileTransport.class, variant, List.of(Work.FILE_16M), List.of(), false,
                null);
    }

    private static Contender shmooze(String variant, List<Work> works) {
        return new Contender("shmooze-" + variant, ShmoozeTransport.class, variant, works, List.of(), false,
                ShmoozeTransport.class);
    }

    private static Contender socket(String name, String variant) {
        return new Contender(name, SocketTransport.class, variant, BYTES, List.of(), false, null);
    }

    /**
     * Everything is measured of it, but files and frames.
     *
     * @param name for people
     * @param type of transport
     * @param variant for its constructor
     * @param library a class of what it is made of
     * @return a contender without needs
     */
    public static Contender of(String name, Class<? extends Transport> type, String variant, Class<?> library) {
        return new Contender(name, type, variant, ALL, List.of(), false, library);
    }

    /**
     * The same with needs.
     *
     * @param options of the JVMs at both ends
     * @return a contender
     */
    public Contender needing(List<String> options) {
        return new Contender(name, type, variant, works, options, storing, library);
    }

    /**
     * The same, {@link #storing} messages.
     *
     * @return a contender
     */
    public Contender thatStores() {
        return new Contender(name, type, variant, works, jvmOptions, true, library);
    }

    /** The name of the jar, which ends in the version; null for a part of the JDK. */
    String version() {
        CodeSource source = library == null ? null : library.getProtectionDomain().getCodeSource();
        return source == null ? null : new File(source.getLocation().getPath()).getName().replaceFirst("\\.jar$", "");
    }

    /** Whether it is ours. */
    boolean isOwn() {
        return type == ShmoozeTransport.class;
    }
}
