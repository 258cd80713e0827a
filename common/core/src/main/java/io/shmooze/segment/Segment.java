// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * The mapped memory of a segment: access to words, with the memory ordering in each method's name, and copies.
 *
 * <p><b>Assumptions.</b> Offsets of words are multiples of their size. {@link #unmap} is called when no other thread is
 * in a method of this object. Offsets and lengths are in bytes.
 *
 * <p><b>Guarantees.</b> Every access is checked against the length, so an offset computed from a peer's words cannot
 * reach beyond the segment. The memory is accessed through the JDK's own buffer views. Measured against Chronicle's
 * pointer store on the same mapping, they are as fast (either writes and reads 64 bytes in 10 ns), start in 15 ms
 * instead of 370 ms, check bounds, and print nothing on any JDK.
 *
 * <p><b>Errors.</b> If the peer has truncated the file, an access may throw an {@link InternalError}, or a later method
 * of the same thread may: see {@link #probe}.
 */
public final class Segment {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final ByteBuffer UNMAPPED = ByteBuffer.allocateDirect(0);
    /** Always 0. Not final, so that no compiler knows that. */
    private static int none;

    private final Mapping mapping;
    private final int length;
    /** By the side that writes each; none if there are none. */
    private final List<BulkArea> bulkAreas;
    /** What the bulk areas are reserved and the memory is discarded through; null if neither is needed. */
    private final FileChannel file;
    /** Bytes, for {@link #discard}. */
    private final long fileLength;
    private ByteBuffer memory;
    private ByteBuffer readOnly;
    private volatile boolean viewsEscaped;

    private Segment(Mapping mapping, int length, List<BulkArea> bulkAreas, FileChannel file, long fileLength) {
        this.mapping = mapping;
        this.length = length;
        this.bulkAreas = bulkAreas;
        this.file = file;
        this.fileLength = fileLength;
        this.memory = mapping.buffer().order(ByteOrder.LITTLE_ENDIAN);
        this.readOnly = memory.asReadOnlyBuffer();
    }

    /**
     * Maps a file.
     *
     * @param file open for reading and writing; the caller may close it afterwards
     * @param length bytes, at most the file's length
     * @return the segment, to be unmapped by the caller
     * @throws IOException if the kernel refuses
     */
    public static Segment map(FileChannel file, int length) throws IOException {
        return mapPart(file, 0, length);
    }

    static Segment mapPart(FileChannel file, long position, int length) throws IOException {
        return new Segment(Mapping.of(file, position, length), length, List.of(), null, 0);
    }

    /**
     * Maps a session's file, with what is behind the segment.
     *
     * @param file open for reading and writing; the segment's from now on, if this returns
     * @param layout of the file
     * @return the segment, to be unmapped by the caller
     * @throws IOException if the kernel refuses
     */
    static Segment mapSession(FileChannel file, SegmentLayout layout) throws IOException {
        Mapping mapping = Mapping.of(file, 0, layout.length());
        List<BulkArea> areas = new ArrayList<>();
        try {
            for (Side writer : layout.areaLength() == 0 ? new Side[0] : Side.values()) {
                areas.add(BulkArea.map(file, layout, writer));
            }
            return new Segment(mapping, layout.length(), List.copyOf(areas), file, layout.fileLength());
        } catch (IOException | Error e) {
            for (BulkArea area : areas) {
                area.unmap();
            }
            mapping.unmap(false);
            throw e;
        }
    }

    /**
     * Makes a segment over memory that no other process sees, so that tests can have both ends of a lane in one
     * process.
     *
     * @param memory direct; segments over the same memory see each other's words
     * @return a segment of the memory's capacity
     */
    public static Segment over(ByteBuffer memory) {
        return new Segment(Mapping.over(memory), memory.capacity(), List.of(), null, 0);
    }

    /**
     * The same with bulk areas.
     *
     * @param memory direct
     * @param byServer the area that the server writes
     * @param byClient the area that the client writes
     * @return a segment of the memory's capacity
     */
    public static Segment over(ByteBuffer memory, BulkArea byServer, BulkArea byClient) {
        return new Segment(Mapping.over(memory), memory.capacity(), List.of(byServer, byClient), null, 0);
    }

    /**
     * The bulk area of one direction.
     *
     * @param writer the side that writes it
     * @return null if there are none
     */
    public BulkArea bulkArea(Side writer) {
        return bulkAreas.isEmpty() ? null : bulkAreas.get(writer.ordinal());
    }

    /**
     * The mapped length.
     *
     * @return bytes
     */
    public int length() {
        return length;
    }

    /**
     * Loads a word. Everything that the peer wrote before its release store of this value is visible afterwards.
     *
     * @param offset a multiple of 4
     * @return the value
     */
    public int getIntAcquire(int offset) {
        return (int) INT.getAcquire(memory, offset);
    }

    /**
     * Stores a word. Everything that this thread has read or written before happens before it.
     *
     * @param offset a multiple of 4
     * @param value the value
     */
    public void putIntRelease(int offset, int value) {
        INT.setRelease(memory, offset, value);
    }

    /**
     * Loads a word. Everything that the peer wrote before its release store of this value is visible afterwards.
     *
     * @param offset a multiple of 8
     * @return the value
     */
    public long getLongAcquire(int offset) {
        return (long) LONG.getAcquire(memory, offset);
    }

    /**
     * Stores a word. Everything that this thread has read or written before happens before it.
     *
     * @param offset a multiple of 8
     * @param value the value
     */
    public void putLongRelease(int offset, long value) {
        LONG.setRelease(memory, offset, value);
    }

    /**
     * Stores a word that a later release store publishes.
     *
     * @param offset a multiple of 8
     * @param value the value
     */
    public void putLong(int offset, long value) {
        LONG.set(memory, offset, value);
    }

    /**
     * Counts in a word. For several threads of the side that writes the word.
     *
     * @param offset a multiple of 8
     */
    public void count(int offset) {
        LONG.getAndAdd(memory, offset, 1L);
    }

    /**
     * Copies into the segment.
     *
     * @param offset of the first byte in the segment
     * @param source whose position and limit are neither used nor changed
     * @param from first byte in the source
     * @param count bytes
     */
    public void put(int offset, ByteBuffer source, int from, int count) {
        memory.put(offset, source, from, count);
    }

    /**
     * Copies out of the segment.
     *
     * @param offset of the first byte in the segment
     * @param target gets the bytes
     * @param at first byte in the target
     * @param count bytes
     */
    public void get(int offset, byte[] target, int at, int count) {
        memory.get(offset, target, at, count);
    }

    /**
     * Copies out of the segment.
     *
     * @param offset of the first byte in the segment
     * @param target gets the bytes; its position and limit are neither used nor changed
     * @param at first byte in the target
     * @param count bytes
     */
    public void get(int offset, ByteBuffer target, int at, int count) {
        target.put(at, memory, offset, count);
    }

    /**
     * A view for reading in place.
     *
     * @param offset first byte
     * @param count bytes
     * @return a read-only little-endian buffer; on JDKs before 22 the segment then stays mapped until the garbage
     *     collector finds the view
     */
    public ByteBuffer view(int offset, int count) {
        noteEscape();
        return readOnly.slice(offset, count).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A view for writing in place.
     *
     * @param offset first byte
     * @param count bytes
     * @return a little-endian buffer; on JDKs before 22 the segment then stays mapped until the garbage collector finds
     *     the view
     */
    public ByteBuffer writableView(int offset, int count) {
        noteEscape();
        return memory.slice(offset, count).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Stores only once: a volatile store for each view would be a full fence for each message. */
    private void noteEscape() {
        if (!viewsEscaped) {
            viewsEscaped = true;
        }
    }

    /**
     * The mapping itself, for {@code Bytes} views that must not outlive their callback.
     *
     * @return the buffer over the whole segment
     */
    public ByteBuffer memory() {
        return memory;
    }

    /**
     * Finds out whether pages are missing because the peer has truncated the file. HotSpot does not throw at the access
     * that hits such a page, but when the thread next enters the runtime, which may be anywhere. So code that can
     * handle the error calls this method, which enters the runtime by creating an array of a size that no compiler
     * knows.
     *
     * @throws InternalError if this access, or an earlier one of this thread, hit a missing page
     */
    public void probe() {
        LONG.getAcquire(memory, length - Long.BYTES & -Long.BYTES);
        if (new byte[none][none].length != 0) {
            throw new IllegalStateException("An empty array has elements");
        }
    }

    /**
     * Unmaps the memory. Later accesses through this object throw an exception. Idempotent.
     *
     * @return false if views keep a part of it mapped until they are garbage-collected (on JDKs before 22). A session's
     *     segment is then to be discarded as soon as the peer does not use it any more
     */
    public boolean unmap() {
        if (memory == UNMAPPED) {
            return true;
        }
        memory = UNMAPPED;
        readOnly = UNMAPPED;
        boolean pinned = false;
        try {
            pinned = !unmapAll();
            return !pinned;
        } finally {
            if (!pinned) {
                closeFile();
            }
        }
    }

    private boolean unmapAll() {
        boolean unmapped = true;
        try {
            for (BulkArea area : bulkAreas) {
                unmapped &= area.unmap();
            }
        } finally {
            unmapped &= mapping.unmap(viewsEscaped);
        }
        return unmapped;
    }

    /**
     * Ends what {@link #unmap} could not end: gives the memory back to the system although views keep it mapped. The
     * file is cut, and made as long again at once, without memory. So the views read zeros, and the system gives them
     * memory again only page by page, where they are used. In the moment between, such an access is an {@link
     * InternalError}.
     *
     * @param unused whether no other process uses the memory any more; if not, only the file is closed, and the memory
     *     stays until the views are garbage-collected
     */
    public void discard(boolean unused) {
        // An interrupt would close the file.
        boolean interrupted = Thread.interrupted();
        try {
            if (unused && file != null && file.isOpen()) {
                file.truncate(0);
                Mapping.of(file, fileLength - 1, 1).unmap(false);
            }
        } catch (IOException e) {
            // The memory stays until the views are collected.
            LoggerFactory.getLogger(Segment.class).debug("A segment cannot be discarded: {}", e.getMessage());
        } finally {
            closeFile();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeFile() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("The segment's file cannot be closed", e);
        }
    }
}
