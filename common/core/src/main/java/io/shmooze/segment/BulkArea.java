// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.IntSupplier;

/**
 * What one side writes behind the segment: its bulk area and, after that, its wide lane, if there is one. They are
 * address space only until then. Owns how far their writer has reserved them.
 *
 * <p><b>Guarantees.</b> What is reserved was written through the file, so a full file system shows itself as an {@link
 * IOException} in {@link #reserve}, and not as a missing page at some store.
 */
public final class BulkArea {
    /** Pages are reserved so many bytes at a time, which takes some 10 microseconds. */
    static final int STEP = 64 * 1024;

    /** What gives pages of the area memory. */
    @FunctionalInterface
    interface Pages {
        /**
         * Writes zeros.
         *
         * @param offset in the area
         * @param count bytes, at least 1
         * @return how many were written, at least 1
         * @throws IOException if the file system is full
         */
        int zero(int offset, int count) throws IOException;
    }

    /** Pages of a file, from a position on. */
    private record FilePages(FileChannel file, long position) implements Pages {
        @Override
        public int zero(int offset, int count) throws IOException {
            return file.write(ByteBuffer.allocate(count), position + offset);
        }
    }

    /** Pages of which only the first bytes can be had. */
    private record FirstPages(int available) implements Pages {
        @Override
        public int zero(int offset, int count) throws IOException {
            int left = available - offset;
            if (left <= 0) {
                throw new IOException("full");
            }
            return Math.min(count, left);
        }
    }

    private final Segment memory;
    private final int bulkLength;
    private final Pages pages;
    private int reserved;
    /** The same of the wide lane, which is behind. */
    private int laneReserved;

    private BulkArea(Segment memory, int bulkLength, Pages pages) {
        this.memory = memory;
        this.bulkLength = bulkLength;
        this.laneReserved = bulkLength;
        this.pages = pages;
    }

    /** Maps a part of a file, which stays open. */
    static BulkArea map(FileChannel file, SegmentLayout layout, Side writer) throws IOException {
        long position = layout.areaOffset(writer);
        return new BulkArea(Segment.mapPart(file, position, layout.areaLength()), layout.bulkLength(),
                new FilePages(file, position));
    }

    /**
     * An area over memory that no other process sees, for tests.
     *
     * @param memory direct
     * @return has memory everywhere
     */
    public static BulkArea over(ByteBuffer memory) {
        return over(memory, memory.capacity());
    }

    /**
     * The same on a file system that is full after some bytes.
     *
     * @param memory direct
     * @param available how many bytes can be reserved
     * @return nothing reserved yet
     */
    public static BulkArea over(ByteBuffer memory, int available) {
        return over(memory, new FirstPages(available));
    }

    static BulkArea over(ByteBuffer memory, Pages pages) {
        return new BulkArea(Segment.over(memory), memory.capacity(), pages);
    }

    /**
     * An area with a wide lane, for tests.
     *
     * @param memory direct
     * @param bulkLength how many of the bytes, from the first on, are for blocks
     * @param available how many bytes can be reserved
     * @return nothing reserved yet
     */
    public static BulkArea withWideLane(ByteBuffer memory, int bulkLength, int available) {
        return withWideLane(memory, bulkLength, () -> available);
    }

    /**
     * The same on a file system on which others make and free room.
     *
     * @param memory direct
     * @param bulkLength how many of the bytes, from the first on, are for blocks
     * @param available how many bytes can be reserved now
     * @return nothing reserved yet
     */
    public static BulkArea withWideLane(ByteBuffer memory, int bulkLength, IntSupplier available) {
        return new BulkArea(Segment.over(memory), bulkLength,
                (offset, count) -> new FirstPages(available.getAsInt()).zero(offset, count));
    }

    /**
     * The memory.
     *
     * @return unmapped with the segment that the area belongs to
     */
    public Segment memory() {
        return memory;
    }

    /**
     * How much of the memory, from its beginning, is for blocks.
     *
     * @return bytes
     */
    public int bulkLength() {
        return bulkLength;
    }

    /**
     * How long the wide lane is, which is the rest of the memory.
     *
     * @return bytes; 0 if there is none
     */
    public int wideLaneLength() {
        return memory.length() - bulkLength;
    }

    /**
     * Whether there is memory for blocks up to an offset already.
     *
     * @param end offset behind the last byte that is needed
     * @return true if {@link #reserve} has nothing to do
     */
    public boolean isReserved(int end) {
        return end <= reserved;
    }

    /**
     * Makes sure that there is memory for blocks up to an offset. For the side that writes it, under its write lock. An
     * interrupt that comes in the middle of it closes the file: what is reserved stays reserved, and nothing more will
     * be.
     *
     * @param end offset behind the last byte that is needed
     * @return false if the file system is full, or this process may not write to the file
     */
    public boolean reserve(int end) {
        if (!isReserved(end)) {
            reserved = zero(reserved, (int) Math.min(bulkLength, (long) end + STEP - 1 & -STEP));
        }
        // Less than a step may be enough.
        return isReserved(end);
    }

    /**
     * Makes sure that the whole wide lane has memory; the rest as {@link #reserve}.
     *
     * @return false if there is no wide lane, or no memory for it
     */
    public boolean reserveWideLane() {
        laneReserved = zero(laneReserved, memory.length());
        return wideLaneLength() > 0 && laneReserved == memory.length();
    }

    /** Writes zeros; returns up to where that has succeeded. */
    private int zero(int from, int to) {
        // An interrupt from before must not close the file; it is kept for the caller.
        boolean interrupted = Thread.interrupted();
        int end = from;
        try {
            while (end < to) {
                end += pages.zero(end, Math.min(STEP, to - end));
            }
            return end;
        } catch (IOException e) {
            // The caller has another way.
            return end;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** See {@link Segment#unmap}. */
    boolean unmap() {
        return memory.unmap();
    }
}
