// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.segment.Side;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Follows a session of two other processes. Owns the open file of its memory, which outlives both. For one thread. */
public final class SessionTail implements Closeable {
    private final Path descriptor;
    private final Object key;
    private final FileChannel file;
    private final SegmentStatus begin;
    private final SegmentBytes bytes;
    private final Map<Side, LaneTail> lanes = new EnumMap<>(Side.class);
    private final Map<Side, Long> told = new EnumMap<>(Side.class);
    private final Map<Side, String> flaws = new EnumMap<>(Side.class);

    private SessionTail(Path descriptor, Object key, FileChannel file, boolean whole, int most)
            throws IOException {
        this.descriptor = descriptor;
        this.key = key;
        this.file = file;
        this.begin = SegmentStatus.look(file::read, file.size(), 0, 0);
        this.bytes = new SegmentBytes(file::read);
        for (Side writer : Side.values()) {
            lanes.put(writer, new LaneTail(bytes, begin.layout(), writer, begin.counts(), whole, most));
            told.put(writer, 0L);
        }
    }

    /**
     * Opens the memory of a session, for reading only.
     *
     * @param descriptor of one of the processes
     * @param whole whether all that has passed before counts as missed
     * @param most bytes of each payload that are kept
     * @throws IOException if it is not there, or is not a segment; the message is a sentence without its end
     */
    static SessionTail open(Path descriptor, boolean whole, int most) throws IOException {
        FileChannel file = FileChannel.open(descriptor, StandardOpenOption.READ);
        try {
            return new SessionTail(descriptor, key(descriptor), file, whole, most);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** The same for all descriptors of one file; another one for each file that is open. */
    static Object key(Path descriptor) throws IOException {
        return Files.getAttribute(descriptor, "unix:fileKey").toString();
    }

    /**
     * How the session was when it was found.
     *
     * @return without the frames in its lanes
     */
    public SegmentStatus begin() {
        return begin;
    }

    /** The file. */
    Object key() {
        return key;
    }

    /**
     * Whether the process through which the session was found still has it. If not, it is over: nobody reads further
     * what the other side may still publish.
     */
    boolean isHeld() {
        try {
            return key(descriptor).equals(key);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Reads what has passed since the last look; whether it was anything. The lane of the server is read first and told
     * last: so its answers come after the questions of the client.
     */
    boolean look(TailListener listener) throws IOException {
        List<TailedMessage> ofServer = new ArrayList<>();
        boolean passed = lanes.get(Side.SERVER).look(ofServer::add);
        try {
            passed |= lanes.get(Side.CLIENT).look(message -> listener.onMessage(this, message));
        } finally {
            ofServer.forEach(message -> listener.onMessage(this, message));
        }
        lanes.forEach((writer, lane) -> {
            String flaw = lane.flaw();
            if (flaw != null && !flaw.equals(flaws.put(writer, flaw))) {
                listener.onFlaw(this, flaw);
            }
        });
        return passed;
    }

    /** Says what was missed since it was last said. */
    void tellMissed(TailListener listener) {
        lanes.forEach((writer, lane) -> {
            long count = lane.missed() - told.get(writer);
            if (count > 0) {
                told.put(writer, lane.missed());
                listener.onMissed(this, writer, count);
            }
        });
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
