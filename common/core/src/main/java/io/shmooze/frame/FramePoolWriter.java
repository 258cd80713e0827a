// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.CannotCreateException;
import io.shmooze.segment.CurrentProcess;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.segment.SegmentFile;
import io.shmooze.segment.StaleFiles;
import io.shmooze.wait.EventCount;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Instant;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * The publisher's end of a frame pool: finds a buffer that nobody reads, and publishes the frame written there.
 *
 * <p><b>Never waits, never tears.</b> Each of s viewers pins one buffer at most, and one buffer holds the newest frame:
 * of s + 2 buffers one is always free. The pins are hazard pointers (M. Michael, "Hazard Pointers", 2004): the writer
 * stores "latest", then a full fence, and looks at the pins before it writes the next frame. A viewer stores its pin,
 * then a full fence, then looks at "latest" again, and reads only if "latest" still is what it has pinned. Of two
 * stores, each followed by a fence and a load of the other, at least one load sees the other's store: either the viewer
 * finds a newer frame and tries again, or the writer finds the pin.
 *
 * <p><b>Killed at any moment.</b> "latest" is stored with release order when the frame is whole, so it always names a
 * whole frame.
 *
 * <p><b>Assumptions.</b> Used by one thread at a time.
 */
final class FramePoolWriter {
    private final FrameFiles files;
    private final int slots;
    private final Segment control;
    private final FrameBuffer[] buffers;
    /** The number of the last file; no number is used twice. */
    private long lastFile;
    private long latest;
    /** The buffer being written; negative for none. */
    private int writing = -1;

    private FramePoolWriter(FrameFiles files, int slots, Segment control) {
        this.files = files;
        this.slots = slots;
        this.control = control;
        this.buffers = new FrameBuffer[FramePoolDescriptor.bufferCount(slots)];
    }

    /** Creates a pool without buffers; they are made for the first frames. For the holder of the channel's lock. */
    static FramePoolWriter create(FrameFiles files, int slots) {
        Segment control = SegmentFile.createZeroed(files.control(), files.directory().fileMode(),
                FramePoolDescriptor.controlLength(slots));
        control.putIntRelease(FramePoolDescriptor.SLOT_COUNT_OFFSET, slots);
        control.putLong(FramePoolDescriptor.MAGIC_OFFSET, FramePoolDescriptor.MAGIC);
        control.putLong(FramePoolDescriptor.PID_OFFSET, CurrentProcess.pid());
        control.putIntRelease(FramePoolDescriptor.VERSION_OFFSET, FramePoolDescriptor.VERSION);
        return new FramePoolWriter(files, slots, control);
    }

    int slots() {
        return slots;
    }

    String key() {
        return files.key();
    }

    /** The number of the newest frame; 0 for none. */
    long number() {
        return FramePoolDescriptor.number(latest);
    }

    /** Returns the buffer for the next frame. A frame that was begun and not published is given up. */
    FrameBuffer begin(FrameFormat format) {
        writing = -1;
        int free = freeBuffer();
        FrameBuffer memory = buffers[free];
        if (memory == null || memory.capacity() < format.length()) {
            memory = replace(free, format.length());
        }
        writing = free;
        Segment segment = memory.segment();
        segment.putLongRelease(FramePoolDescriptor.NUMBER_OFFSET, 0);
        // Ordered before the next frame's words: a viewer that still reads the last frame, unpinned, finds out.
        VarHandle.storeStoreFence();
        segment.putIntRelease(FramePoolDescriptor.PAYLOAD_LENGTH_OFFSET, format.length());
        segment.putIntRelease(FramePoolDescriptor.WIDTH_OFFSET, format.width());
        segment.putIntRelease(FramePoolDescriptor.HEIGHT_OFFSET, format.height());
        segment.putIntRelease(FramePoolDescriptor.BITS_OFFSET, format.bitsPerPixel());
        return memory;
    }

    /** The part of a buffer to which the application writes the payload. */
    static ByteBuffer payload(FrameBuffer memory, FrameFormat format) {
        return memory.segment().writableView(FramePoolDescriptor.PAYLOAD_OFFSET, format.length());
    }

    /**
     * Publishes the frame. A full fence follows it and precedes the caller's next look at pins or epochs.
     *
     * @return its number
     */
    long publish() {
        if (writing < 0) {
            throw new IllegalStateException("No frame was begun");
        }
        long number = number() + 1;
        Segment segment = buffers[writing].segment();
        Instant now = Instant.now();
        segment.putLong(FramePoolDescriptor.TIME_OFFSET,
                TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
        segment.putLongRelease(FramePoolDescriptor.NUMBER_OFFSET, number);
        segment.probe();
        latest = FramePoolDescriptor.latest(number, writing);
        control.putLongRelease(FramePoolDescriptor.LATEST_OFFSET, latest);
        VarHandle.fullFence();
        writing = -1;
        return number;
    }

    /** The buffer with the newest frame; null before the first one. */
    FrameBuffer newest() {
        return latest == 0 ? null : buffers[FramePoolDescriptor.buffer(latest)];
    }

    private int freeBuffer() {
        BitSet taken = new BitSet();
        if (latest != 0) {
            taken.set(FramePoolDescriptor.buffer(latest));
        }
        for (int slot = 0; slot < slots; slot++) {
            long pin = control.getLongAcquire(FramePoolDescriptor.slotOffset(slot) + FramePoolDescriptor.PIN_OFFSET);
            if (pin != 0) {
                taken.set(FramePoolDescriptor.buffer(pin));
            }
        }
        return taken.nextClearBit(0);
    }

    /** Makes a larger file for a buffer that nobody reads. */
    private FrameBuffer replace(int buffer, int capacity) {
        remove(buffer);
        long file = ++lastFile;
        Segment segment = SegmentFile.createZeroed(files.buffer(file), files.directory().fileMode(),
                FramePoolDescriptor.bufferLength(capacity));
        buffers[buffer] = new FrameBuffer(file, capacity, segment);
        int entry = FramePoolDescriptor.entryOffset(slots, buffer);
        control.putLong(entry + FramePoolDescriptor.CAPACITY_OFFSET, capacity);
        control.putLongRelease(entry + FramePoolDescriptor.FILE_OFFSET, file);
        return buffers[buffer];
    }

    private void remove(int buffer) {
        FrameBuffer memory = buffers[buffer];
        if (memory != null) {
            buffers[buffer] = null;
            memory.segment().unmap();
            try {
                Files.deleteIfExists(files.buffer(memory.file()));
            } catch (IOException e) {
                throw new CannotCreateException("Cannot remove a buffer that is too small: "
                        + SegmentDirectory.reason(e), e);
            }
        }
    }

    /** Makes a slot ready for the next viewer. Its last viewer must be gone. */
    void clearSlot(int slot) {
        int offset = FramePoolDescriptor.slotOffset(slot);
        control.putIntRelease(offset + FramePoolDescriptor.EPOCH_OFFSET, 0);
        control.putLongRelease(offset + FramePoolDescriptor.PIN_OFFSET, 0);
    }

    /** The event count on which a viewer waits for the next frame. */
    EventCount newFrames(int slot) {
        return new EventCount(control, FramePoolDescriptor.slotOffset(slot) + FramePoolDescriptor.EPOCH_OFFSET);
    }

    /** Unmaps everything and removes the files; viewers keep the files that they have mapped. */
    void close() {
        for (FrameBuffer memory : buffers) {
            if (memory != null) {
                memory.segment().unmap();
            }
        }
        control.unmap();
        try {
            StaleFiles.removeFrames(files.directory(), files.channel(), files.key());
        } catch (IOException e) {
            throw new CannotCreateException("Cannot remove the frames of channel '" + files.channel() + "': "
                    + SegmentDirectory.reason(e), e);
        }
    }
}
