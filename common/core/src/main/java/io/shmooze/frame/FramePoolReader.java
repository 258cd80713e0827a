// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.ProtocolException;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentFile;
import io.shmooze.segment.StaleFiles;
import io.shmooze.wait.EventCount;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.NoSuchFileException;

/**
 * A viewer's end of a frame pool: pins the buffer with the newest frame, so that the publisher writes to others. {@link
 * FramePoolWriter} explains why a pinned frame stays whole. Each word of the publisher is loaded once and checked, and
 * only that copy is used.
 *
 * <p><b>Assumptions.</b> Used by one thread at a time.
 */
final class FramePoolReader {
    private final FrameFiles files;
    private final Segment control;
    private final int slots;
    /** The position of this viewer's slot. */
    private final int slotOffset;
    private final FrameBuffer[] buffers;
    private final EventCount newFrames;
    /** Whether the slot is this viewer's: after the end of its session, another viewer may have it. */
    private boolean attached = true;
    /** The newest frame cannot be mapped any more. */
    private boolean lost;

    private FramePoolReader(FrameFiles files, Segment control, int slots, int slot) {
        this.files = files;
        this.control = control;
        this.slots = slots;
        this.slotOffset = FramePoolDescriptor.slotOffset(slot);
        this.buffers = new FrameBuffer[FramePoolDescriptor.bufferCount(slots)];
        this.newFrames = new EventCount(control, slotOffset + FramePoolDescriptor.EPOCH_OFFSET);
    }

    /**
     * Maps a pool that a publisher has named.
     *
     * @throws ProtocolException if the control file contradicts the publisher's message
     * @throws IOException if it is gone, and so is the publisher
     */
    static FramePoolReader attach(FrameFiles files, int slots, int slot) throws IOException {
        Segment control = SegmentFile.open(files.control(), FramePoolDescriptor.controlLength(slots));
        try {
            expect("version", control.getIntAcquire(FramePoolDescriptor.VERSION_OFFSET), FramePoolDescriptor.VERSION);
            expect("magic", control.getLongAcquire(FramePoolDescriptor.MAGIC_OFFSET), FramePoolDescriptor.MAGIC);
            expect("number of slots", control.getIntAcquire(FramePoolDescriptor.SLOT_COUNT_OFFSET), slots);
            return new FramePoolReader(files, control, slots, slot);
        } catch (ProtocolException e) {
            control.unmap();
            throw e;
        }
    }

    private static void expect(String what, long found, long expected) {
        if (found != expected) {
            throw new ProtocolException("The frames have " + what + " " + found + ", expected " + expected);
        }
    }

    /** The number of the newest frame that can be pinned; 0 for none. */
    long newestNumber() {
        return lost ? 0 : FramePoolDescriptor.number(control.getLongAcquire(FramePoolDescriptor.LATEST_OFFSET));
    }

    /** Pins the newest frame and unpins the one before; null if there is none. */
    Frame pin() throws IOException {
        long seen = control.getLongAcquire(FramePoolDescriptor.LATEST_OFFSET);
        long pinned = 0;
        while (seen != pinned) {
            pinned = seen;
            putPin(pinned);
            VarHandle.fullFence();
            seen = control.getLongAcquire(FramePoolDescriptor.LATEST_OFFSET);
        }
        return pinned == 0 || lost ? null : frame(pinned);
    }

    /** Null if its file is gone; then the publisher is gone too, or just leaves. */
    private Frame frame(long pinned) throws IOException {
        Frame frame = null;
        try {
            FrameBuffer memory = mapped(FramePoolDescriptor.buffer(pinned));
            frame = Frame.read(memory, FramePoolDescriptor.number(pinned), () -> putPin(0));
            control.probe();
            return frame;
        } catch (NoSuchFileException e) {
            lost = true;
            return null;
        } finally {
            if (frame == null) {
                putPin(0);
            }
        }
    }

    private FrameBuffer mapped(int buffer) throws IOException {
        if (buffer >= buffers.length) {
            throw new ProtocolException("The newest frame is in buffer " + buffer + " of " + buffers.length);
        }
        int entry = FramePoolDescriptor.entryOffset(slots, buffer);
        long file = control.getLongAcquire(entry + FramePoolDescriptor.FILE_OFFSET);
        FrameBuffer known = buffers[buffer];
        if (known != null && known.file() == file) {
            return known;
        }
        long capacity = control.getLongAcquire(entry + FramePoolDescriptor.CAPACITY_OFFSET);
        if (capacity < 0 || capacity > FrameFormat.MAX_LENGTH) {
            throw new ProtocolException("Buffer " + buffer + " has room for " + capacity + " bytes, expected at most "
                    + FrameFormat.MAX_LENGTH);
        }
        Segment segment = SegmentFile.open(files.buffer(file), FramePoolDescriptor.bufferLength((int) capacity));
        if (known != null) {
            known.segment().unmap();
        }
        buffers[buffer] = new FrameBuffer(file, (int) capacity, segment);
        return buffers[buffer];
    }

    /** Release order: all reads of a frame happen before its buffer is given back. */
    private void putPin(long pin) {
        if (attached) {
            control.putLongRelease(slotOffset + FramePoolDescriptor.PIN_OFFSET, pin);
        }
    }

    /** Asks the publisher to ring at its next frame. Ordered before the caller's next look at the newest number. */
    void arm() {
        if (attached) {
            newFrames.arm();
        }
    }

    void disarm() {
        if (attached) {
            newFrames.disarm();
        }
    }

    /** From now on this viewer writes nothing to the pool. */
    void leave() {
        attached = false;
    }

    /** For the end of the session: maps the last frame before somebody removes its file. */
    void detach() throws IOException {
        leave();
        long newest = control.getLongAcquire(FramePoolDescriptor.LATEST_OFFSET);
        lost = true;
        if (newest != 0) {
            mapped(FramePoolDescriptor.buffer(newest));
            control.probe();
            lost = false;
        }
    }

    /**
     * Unmaps everything.
     *
     * @param orphaned whether the publisher has died and may have left its files, which are removed then
     */
    void close(boolean orphaned) {
        for (FrameBuffer memory : buffers) {
            if (memory != null) {
                memory.segment().unmap();
            }
        }
        control.unmap();
        if (orphaned) {
            StaleFiles.removeFramesUnlessServed(files.directory(), files.channel(), files.key());
        }
    }
}
