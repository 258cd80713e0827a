// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentLabel;
import io.shmooze.segment.SegmentLayout;
import io.shmooze.segment.Side;
import io.shmooze.session.Feature;
import io.shmooze.session.SessionDefaults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A session's segment at one moment. The words were loaded one after the other while the session went on, so those of
 * different lines need not fit together.
 *
 * @param takenNs when, on the {@code System.nanoTime} clock
 * @param sessionId of the session
 * @param serverPid as the server has written it, in its own pid namespace
 * @param clientPid as the client has claimed it
 * @param label null if the session has none
 * @param layout of the file; its bulk areas and wide lanes are assumed from the file's length if there is no label
 * @param fileLength bytes
 * @param server the server's line
 * @param client the client's line
 * @param toClient the lane that the server writes
 * @param toServer the lane that the client writes
 */
public record SegmentStatus(long takenNs, long sessionId, long serverPid, long clientPid, SegmentLabel label,
                            SegmentLayout layout, long fileLength, SideStatus server, SideStatus client,
                            LaneStatus toClient, LaneStatus toServer) {
    /**
     * Looks at a segment.
     *
     * @param source of its bytes
     * @param fileLength bytes
     * @param mostFrames how many frames of each lane are described
     * @param mostHead how many bytes of each of their payloads are copied
     * @return what was there
     * @throws IOException if it cannot be read, or is not a segment; the message is a sentence without its end
     */
    public static SegmentStatus look(SegmentSource source, long fileLength, int mostFrames, int mostHead)
            throws IOException {
        SegmentBytes bytes = new SegmentBytes(source);
        ByteBuffer header = ByteBuffer.wrap(bytes.get(0, new byte[SegmentDescriptor.LANES_OFFSET]))
                .order(ByteOrder.LITTLE_ENDIAN);
        int length = checkedLength(header, fileLength);
        SegmentLabel label = SegmentLabel.read(header);
        SegmentLayout layout = layout(label, length, fileLength);
        boolean told = label != null && (label.features() & Feature.bits(Set.of(Feature.INSPECTION))) != 0;
        LaneStatus toClient = new LaneLook(bytes, layout, Side.SERVER, told, mostFrames, mostHead).look();
        LaneStatus toServer = new LaneLook(bytes, layout, Side.CLIENT, told, mostFrames, mostHead).look();
        bytes.refresh();
        return new SegmentStatus(System.nanoTime(), header.getLong(SegmentDescriptor.SESSION_ID_OFFSET),
                header.getLong(SegmentDescriptor.SERVER_PID_OFFSET),
                header.getLong(SegmentDescriptor.CLIENT_PID_OFFSET), told ? label : null, layout, fileLength,
                SideStatus.read(bytes, SegmentDescriptor.SERVER_LINE_OFFSET),
                SideStatus.read(bytes, SegmentDescriptor.CLIENT_LINE_OFFSET), toClient, toServer);
    }

    private static int checkedLength(ByteBuffer header, long fileLength) throws IOException {
        int version = header.getInt(SegmentDescriptor.VERSION_OFFSET);
        if (version != SegmentDescriptor.VERSION) {
            throw new IOException(version == 0 ? "the server has not filled it in"
                    : "it has version " + version + " of the protocol, and this program reads version "
                    + SegmentDescriptor.VERSION);
        }
        expect("magic", header.getLong(SegmentDescriptor.MAGIC_OFFSET), SegmentDescriptor.MAGIC);
        int length = header.getInt(SegmentDescriptor.LENGTH_OFFSET);
        if (length < SegmentDescriptor.MIN_LENGTH || length > SegmentDescriptor.MAX_LENGTH || length > fileLength) {
            throw new IOException("it says that it has " + length + " bytes, and its file has " + fileLength);
        }
        expect("lane capacity", header.getInt(SegmentDescriptor.LANE_CAPACITY_OFFSET),
                SegmentDescriptor.laneCapacity(length));
        return length;
    }

    private static void expect(String what, long found, long expected) throws IOException {
        if (found != expected) {
            throw new IOException("it has the " + what + " " + found + ", expected " + expected);
        }
    }

    private static SegmentLayout layout(SegmentLabel label, int length, long fileLength) throws IOException {
        if (label == null) {
            return assumed(length, fileLength);
        }
        SegmentLayout layout = new SegmentLayout(length, label.bulkLength(), label.wideLaneLength());
        if (label.bulkLength() < 0 || label.bulkLength() > SegmentDescriptor.MAX_BULK_LENGTH
                || label.wideLaneLength() < 0 || label.wideLaneLength() > SegmentDescriptor.MAX_WIDE_LANE_LENGTH
                || layout.fileLength() != fileLength) {
            throw new IOException("its label names bulk areas of " + label.bulkLength() + " bytes and wide lanes of "
                    + label.wideLaneLength() + ", and its file has " + fileLength);
        }
        return layout;
    }

    /** Wide lanes as our own server makes them, if there is more than that. */
    private static SegmentLayout assumed(int length, long fileLength) {
        long areas = fileLength - SegmentLayout.of(length).areaOffset(Side.SERVER);
        int area = (int) Math.max(0, Math.min(areas / 2, Integer.MAX_VALUE))
                / SegmentDescriptor.PAGE_LENGTH * SegmentDescriptor.PAGE_LENGTH;
        int wide = area > SessionDefaults.WIDE_LANE_SIZE
                && SegmentDescriptor.laneCapacity(length) < SessionDefaults.WIDE_LANE_SIZE
                ? SessionDefaults.WIDE_LANE_SIZE : 0;
        return new SegmentLayout(length, area - wide, wide);
    }

    /**
     * Whether the sides count what they acknowledge.
     *
     * @return false for a session without the feature INSPECTION
     */
    public boolean counts() {
        return label != null;
    }

    /**
     * The features in force, as the handshake names them.
     *
     * @return empty for a session that does not say
     */
    public List<String> features() {
        return counts() ? Feature.words(label.features()) : List.of();
    }

    /**
     * The line of a side.
     *
     * @param side one of the two
     * @return its words
     */
    public SideStatus side(Side side) {
        return side == Side.SERVER ? server : client;
    }

    /**
     * The lane that a side writes.
     *
     * @param writer one of the two
     * @return the lane
     */
    public LaneStatus lane(Side writer) {
        return writer == Side.SERVER ? toClient : toServer;
    }

    /**
     * How many messages a side has sent completely.
     *
     * @param writer the side
     * @return -1 if the session does not count them
     */
    public long messages(Side writer) {
        return counts() ? side(writer.other()).messages() + lane(writer).messages() : -1;
    }

    /**
     * When the last message was handled.
     *
     * @param writer the side that has sent it
     * @return known while the reader sleeps and nothing waits for it; null if it is not known
     */
    public Instant lastMessage(Side writer) {
        SideStatus reader = side(writer.other());
        return counts() && reader.sleepsForMessages() && lane(writer).inFlight() == 0 && reader.restNs() > 0
                ? Instant.ofEpochSecond(0, reader.restNs()) : null;
    }

    /**
     * How much a side has sent.
     *
     * @param writer the side
     * @return the payloads, bytes; -1 if the session does not count them
     */
    public long bytes(Side writer) {
        return counts() ? side(writer.other()).bytes() + lane(writer).bytes() : -1;
    }
}
