// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * One direction's bulk area: memory behind the segment that one side writes. It is address space only until then. Owns
 * how far its writer has reserved it.
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
            if (offset >= available) {
                throw new IOException("full");
            }
            return Math.min(count, available - offset);
        }
    }

    private final Segment memory;
    private final Pages pages;
    private int reserved;

    private BulkArea(Segment memory, Pages pages) {
        this.memory = memory;
        this.pages = pages;
    }

    /** Maps a part of a file, which stays open. */
    static BulkArea map(FileChannel file, long position, int length) throws IOException {
        return new BulkArea(Segment.mapPart(file, position, length), new FilePages(file, position));
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
        return new BulkArea(Segment.over(memory), pages);
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
     * Whether the area has memory up to an offset already.
     *
     * @param end offset behind the last byte that is needed
     * @return true if {@link #reserve} has nothing to do
     */
    public boolean isReserved(int end) {
        return end <= reserved;
    }

    /**
     * Makes sure that the area has memory up to an offset. For the side that writes it, under its write lock. An
     * interrupt that comes in the middle of it closes the file: what is reserved stays reserved, and nothing more will
     * be.
     *
     * @param end offset behind the last byte that is needed
     * @return false if the file system is full, or this process may not write to the file
     */
    public boolean reserve(int end) {
        return isReserved(end) || reserveTo((int) Math.min(memory.length(), (long) end + STEP - 1 & -STEP), end);
    }

    private boolean reserveTo(int target, int end) {
        // An interrupt from before must not close the file; it is kept for the caller.
        boolean interrupted = Thread.interrupted();
        try {
            while (reserved < target) {
                reserved += pages.zero(reserved, Math.min(STEP, target - reserved));
            }
            return true;
        } catch (IOException e) {
            // The caller has another way; enough may have been written nevertheless.
            return isReserved(end);
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
