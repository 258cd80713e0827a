// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

/**
 * The map of a frame pool, the buffers in which a publisher shows its frames: one control file, and one file for each
 * buffer. Numbers are little-endian and naturally aligned.
 *
 * <p>The control file. The publisher writes its first part. A viewer writes its own slot; the publisher clears a slot
 * while no viewer has it:
 *
 * <pre>
 *        0  version       int   stored last by the publisher, with release order
 *        4  slots         int   s: how many viewers may attach
 *        8  magic         long  the bytes "SHMFRAME"
 *       16  pid           long  of the publisher
 *       24  zeros to 127
 *      128  latest        long  number of the newest whole frame * 65,536 + the buffer it is in; 0 for none
 *      136  zeros to 255
 *      256  viewers' slots, s times 64 bytes
 *           0  pin        long  the value of "latest" whose buffer the viewer reads; 0 for none
 *           8  epoch      int   odd while the viewer sleeps until the next frame
 *          12  zeros to 63
 * 256 + 64s  table of buffers, s + 2 times 16 bytes
 *           0  file       long  number in the name of the buffer's file; 0 while there is none
 *           8  capacity   long  for a payload, bytes
 * </pre>
 *
 * <p>A buffer's file:
 *
 * <pre>
 *        0  number        long  of the frame; 0 while one is being written
 *        8  time          long  when it was published, nanoseconds since 1970-01-01 UTC
 *       16  length        int   of the payload, bytes
 *       20  width         int   pixels
 *       24  height        int   pixels
 *       28  bits          int   for each pixel
 *       32  zeros to 4,095
 *    4,096  payload
 * </pre>
 *
 * <p>The word that changes with each frame shares its cache line with nothing else, and so does each viewer's slot. A
 * payload begins on a page.
 */
final class FramePoolDescriptor {
    static final int VERSION = 1;
    /** The protocol's word for a pool: a message that begins with it tells a viewer where the pool is. */
    static final String ANNOUNCEMENT = "BOARD";
    /** "SHMFRAME" read as a little-endian long. */
    static final long MAGIC = 0x454D4152464D4853L;
    private static final int PAGE = 4096;

    static final int VERSION_OFFSET = 0;
    static final int SLOT_COUNT_OFFSET = 4;
    static final int MAGIC_OFFSET = 8;
    static final int PID_OFFSET = 16;
    static final int LATEST_OFFSET = 128;

    static final int SLOTS_OFFSET = 256;
    static final int SLOT_LENGTH = 64;
    /** Within a viewer's slot. */
    static final int PIN_OFFSET = 0;
    static final int EPOCH_OFFSET = 8;

    static final int ENTRY_LENGTH = 16;
    /** Within an entry of the table. */
    static final int FILE_OFFSET = 0;
    static final int CAPACITY_OFFSET = 8;

    /** Within a buffer's file. */
    static final int NUMBER_OFFSET = 0;
    static final int TIME_OFFSET = 8;
    static final int PAYLOAD_LENGTH_OFFSET = 16;
    static final int WIDTH_OFFSET = 20;
    static final int HEIGHT_OFFSET = 24;
    static final int BITS_OFFSET = 28;
    static final int PAYLOAD_OFFSET = PAGE;

    /** Besides one for each viewer: one that holds the newest frame, and one for the next. */
    static final int SPARE_BUFFERS = 2;
    /** The low bits of "latest" can tell this many buffers apart. */
    static final int MAX_SLOTS = (1 << 16) - SPARE_BUFFERS;
    private static final int BUFFER_BITS = 16;

    private FramePoolDescriptor() {
    }

    static int controlLength(int slots) {
        return wholePages(entryOffset(slots, bufferCount(slots)));
    }

    static int bufferCount(int slots) {
        return slots + SPARE_BUFFERS;
    }

    static int slotOffset(int slot) {
        return SLOTS_OFFSET + slot * SLOT_LENGTH;
    }

    static int entryOffset(int slots, int buffer) {
        return slotOffset(slots) + buffer * ENTRY_LENGTH;
    }

    static int bufferLength(int capacity) {
        return wholePages(PAYLOAD_OFFSET + capacity);
    }

    static long latest(long number, int buffer) {
        return number << BUFFER_BITS | buffer;
    }

    static long number(long latest) {
        return latest >>> BUFFER_BITS;
    }

    static int buffer(long latest) {
        return (int) latest & (1 << BUFFER_BITS) - 1;
    }

    private static int wholePages(int length) {
        return (length + PAGE - 1) / PAGE * PAGE;
    }
}
