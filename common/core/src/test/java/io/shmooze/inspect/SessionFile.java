// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.MessageKind;
import io.shmooze.lane.LaneReader;
import io.shmooze.lane.LaneWriter;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentFile;
import io.shmooze.segment.SegmentLabel;
import io.shmooze.segment.SegmentLayout;
import io.shmooze.segment.Side;
import io.shmooze.session.Feature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/** A session's file as a server makes it, and both ends of the lane to the client, in one thread. */
final class SessionFile implements AutoCloseable {
    static final int BULK = 16 * 1024;
    static final int WIDE = 8 * 1024;
    static final long ID = 7;
    private static final int LIMIT = 1 << 20;

    final Path path;
    final SegmentLayout layout;
    final Segment segment;
    final LaneWriter writer;
    final LaneReader reader;
    private final FileChannel file;

    /**
     * Makes one.
     *
     * @param labelled whether it has a label, and counts
     */
    SessionFile(Path directory, SegmentLayout layout, boolean labelled) throws IOException {
        this.layout = layout;
        this.path = directory.resolve("chat." + ID + ".0123456789abcdef0123456789abcdef.segment");
        segment = SegmentFile.create(path, PosixFilePermissions.fromString("rw-------"), layout, ID, 4712);
        int capacity = SegmentDescriptor.laneCapacity(layout.length());
        int acknowledged = SegmentDescriptor.CLIENT_LINE_OFFSET;
        int base = Side.SERVER.outLaneOffset(capacity);
        writer = new LaneWriter(segment, base, capacity, acknowledged, segment.bulkArea(Side.SERVER));
        reader = new LaneReader(segment, base, capacity, acknowledged, LIMIT, segment.bulkArea(Side.SERVER));
        reader.allowQuestions();
        if (labelled) {
            SegmentLabel.of(Feature.bits(EnumSet.allOf(Feature.class)), 1, layout, "alice").write(segment);
            reader.showCounts();
        }
        file = FileChannel.open(path);
    }

    /** Writes the next frame of a message; returns as {@link LaneWriter#write}. */
    int write(MessageKind kind, byte[] payload, int written) {
        return writer.write(kind, ByteBuffer.wrap(payload), written, false);
    }

    /** Reads the next frame; whether it was the end of a message. */
    boolean read() {
        boolean message = reader.poll() == LaneReader.Poll.MESSAGE;
        if (message) {
            reader.release();
        }
        return message;
    }

    SegmentStatus look() throws IOException {
        return look(Integer.MAX_VALUE, 16);
    }

    SegmentStatus look(int frames, int head) throws IOException {
        return SegmentStatus.look(file::read, file.size(), frames, head);
    }

    byte[] bytes() throws IOException {
        return Files.readAllBytes(path);
    }

    @Override
    public void close() throws IOException {
        file.close();
        segment.unmap();
        Files.delete(path);
    }
}
