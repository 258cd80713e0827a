// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

/**
 * The map of a segment: where each word is. Every number is little-endian and naturally aligned; every word is
 * written by one side only.
 *
 * <pre>
 *        0  version            int   stored last by the server, with release order
 *        4  length             int   of the whole segment, bytes
 *        8  magic              long  the bytes "SHMOOZE\0"
 *       16  session id         long
 *       24  server's pid       long
 *       32  client's pid       long
 *       40  lane capacity      int   of each lane, bytes, a multiple of 64
 *       44  label              zeros to 127, unless the sides have agreed on one: see {@link SegmentLabel}
 *      128  server's line: acknowledged  long   how far the server has consumed the lane to the server
 *      136      messages                 long   how many messages that were
 *      144      bytes                    long   the sum of their payloads
 *      152      wide lane's begin        long   from which position on it reads in the wide lane; 0: not yet
 *      160      rest                     long   when it last fell asleep after a message, ns since 1970-01-01 UTC
 *      192      state                    int    see STATE_*
 *      196      arrivals epoch           int    odd while the server sleeps until a message arrives
 *      200      room epoch               int    odd while the server sleeps until the client acknowledges
 *      208      awaited position         long   how far the client is to acknowledge before it wakes the server
 *      216      sleeps                   long   how often a thread of the server has gone to sleep
 *      224      bells                    long   how often the server has woken the client
 *      256  client's line: the same words, written by the client about the lane to the client
 *      384  lane to client     capacity bytes, written by the server
 *  384 + c  lane to server     capacity bytes, written by the client
 * </pre>
 *
 * <p>If the two sides have agreed on bulk areas, and perhaps on wide lanes, the file goes on behind the segment, from
 * the next multiple of 4,096:
 *
 * <pre>
 *        0  bulk area to client  written by the server
 *        b  wide lane to client  written by the server
 *    b + w  bulk area to server  written by the client
 *  2 b + w  wide lane to server  written by the client
 * </pre>
 *
 * <p>The word that changes with every message is 64 bytes away from the words that hardly ever change, so that the look
 * whether the peer sleeps hits the cache. The form of this class follows Agrona's descriptors.
 */
public final class SegmentDescriptor {
    /** The protocol's version, which covers this map, the frames and the handshake. */
    public static final int VERSION = 1;
    /** "SHMOOZE\0" read as a little-endian long. */
    public static final long MAGIC = 0x00455A4F4F4D4853L;

    public static final int VERSION_OFFSET = 0;
    public static final int LENGTH_OFFSET = 4;
    public static final int MAGIC_OFFSET = 8;
    public static final int SESSION_ID_OFFSET = 16;
    public static final int SERVER_PID_OFFSET = 24;
    public static final int CLIENT_PID_OFFSET = 32;
    public static final int LANE_CAPACITY_OFFSET = 40;
    /** What tools show; see {@link SegmentLabel}. */
    public static final int LABEL_OFFSET = 44;

    /** One side's line. */
    public static final int LINE_LENGTH = 128;
    public static final int SERVER_LINE_OFFSET = 128;
    public static final int CLIENT_LINE_OFFSET = SERVER_LINE_OFFSET + LINE_LENGTH;

    /** Within a line: the hot word. */
    public static final int ACKNOWLEDGED_OFFSET = 0;
    /** Within a line, beside the hot word, with the feature INSPECTION: for tools and statistics only. */
    public static final int MESSAGES_OFFSET = 8;
    /** The same. */
    public static final int BYTES_OFFSET = 16;
    /** The same. */
    public static final int WIDE_LANE_BEGIN_OFFSET = 24;
    /** The same. */
    public static final int REST_OFFSET = 32;
    /** Within a line: the cold words. */
    public static final int STATE_OFFSET = 64;
    public static final int ARRIVALS_EPOCH_OFFSET = STATE_OFFSET + 4;
    public static final int ROOM_EPOCH_OFFSET = ARRIVALS_EPOCH_OFFSET + 4;
    /** Zero unless both sides have the feature ROOM. */
    public static final int AWAITED_POSITION_OFFSET = ROOM_EPOCH_OFFSET + 8;
    /** With the feature INSPECTION: for tools; nobody else reads it. */
    public static final int SLEEPS_OFFSET = AWAITED_POSITION_OFFSET + 8;
    /** The same. */
    public static final int BELLS_OFFSET = SLEEPS_OFFSET + 8;

    /** Not attached yet. */
    public static final int STATE_NEW = 0;
    /** Attached. */
    public static final int STATE_OPEN = 1;
    /** Closed in good order: the end of the connection that follows is intended. */
    public static final int STATE_CLOSED = 2;

    public static final int LANES_OFFSET = CLIENT_LINE_OFFSET + LINE_LENGTH;
    /** Lanes begin and end on cache lines. */
    public static final int LANE_ALIGNMENT = 64;

    /** The smallest and the default segment, and the largest one, bytes. */
    public static final int MIN_LENGTH = 1024;
    public static final int MAX_LENGTH = 1 << 30;

    /** What is behind the segment begins on a page, and its lengths are multiples of one. */
    public static final int PAGE_LENGTH = 4096;
    /** The largest bulk area, bytes. */
    public static final int MAX_BULK_LENGTH = 1 << 30;
    /** The largest wide lane, bytes. */
    public static final int MAX_WIDE_LANE_LENGTH = 1 << 24;

    private SegmentDescriptor() {
    }

    /**
     * The capacity of each of the two lanes.
     *
     * @param segmentLength bytes
     * @return bytes
     */
    public static int laneCapacity(int segmentLength) {
        return (segmentLength - LANES_OFFSET) / 2 / LANE_ALIGNMENT * LANE_ALIGNMENT;
    }

    /**
     * Rounds the length of a bulk area up.
     *
     * @param length bytes
     * @return a multiple of {@link #PAGE_LENGTH}
     */
    public static int alignBulk(int length) {
        return length + PAGE_LENGTH - 1 & -PAGE_LENGTH;
    }

    /**
     * The beginning of the lane that the server writes.
     *
     * @return the offset in the segment
     */
    public static int laneToClientOffset() {
        return LANES_OFFSET;
    }

    /**
     * The beginning of the lane that the client writes.
     *
     * @param laneCapacity bytes
     * @return the offset in the segment
     */
    public static int laneToServerOffset(int laneCapacity) {
        return LANES_OFFSET + laneCapacity;
    }
}
