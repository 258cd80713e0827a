// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.ProtocolException;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.segment.SegmentFile;
import io.shmooze.segment.StaleFiles;
import io.shmooze.wait.EventCount;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.NoSuchFileException;

/**
 * A viewer's end of a board: pins the buffer with the newest frame, so that the publisher writes elsewhere. See
 * {@link BoardWriter} for why what is pinned stays whole. What the publisher wrote is read once, checked, and that copy
 * is used.
 *
 * <p><b>Assumptions.</b> Used by one thread at a time.
 */
final class BoardReader {
    private final SegmentDirectory directory;
    private final String channel;
    private final String key;
    private final Segment control;
    private final int places;
    private final int line;
    private final FrameMemory[] buffers;
    private final EventCount newFrames;
    /** Whether the line is this viewer's; when its session has ended, it may be another one's. */
    private boolean attached = true;
    /** The newest frame cannot be had any more. */
    private boolean lost;

    private BoardReader(SegmentDirectory directory, String channel, String key, Segment control, int places,
                        int place) {
        this.directory = directory;
        this.channel = channel;
        this.key = key;
        this.control = control;
        this.places = places;
        this.line = BoardDescriptor.lineOffset(place);
        this.buffers = new FrameMemory[BoardDescriptor.bufferCount(places)];
        this.newFrames = new EventCount(control, line + BoardDescriptor.EPOCH_OFFSET);
    }

    /**
     * Maps a board that a publisher has named.
     *
     * @throws ProtocolException if the file is not what the publisher said
     * @throws IOException if it is gone, and so is the publisher
     */
    static BoardReader attach(SegmentDirectory directory, String channel, String key, int places, int place)
            throws IOException {
        Segment control = SegmentFile.open(directory.frames(channel, 0, key), BoardDescriptor.controlLength(places));
        try {
            expect("version", control.getIntAcquire(BoardDescriptor.VERSION_OFFSET), BoardDescriptor.VERSION);
            expect("magic", control.getLongAcquire(BoardDescriptor.MAGIC_OFFSET), BoardDescriptor.MAGIC);
            expect("number of places", control.getIntAcquire(BoardDescriptor.PLACES_OFFSET), places);
            return new BoardReader(directory, channel, key, control, places, place);
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

    /** The number of the newest frame that can be had; 0 for none. */
    long newestNumber() {
        return lost ? 0 : BoardDescriptor.number(control.getLongAcquire(BoardDescriptor.LATEST_OFFSET));
    }

    /** Pins the newest frame, and no longer the one before; null if there is none. */
    Frame pin() throws IOException {
        long seen = control.getLongAcquire(BoardDescriptor.LATEST_OFFSET);
        long pinned = 0;
        while (seen != pinned) {
            pinned = seen;
            putPin(pinned);
            VarHandle.fullFence();
            seen = control.getLongAcquire(BoardDescriptor.LATEST_OFFSET);
        }
        return pinned == 0 || lost ? null : frame(pinned);
    }

    /** Null if its file is gone, and so is the publisher, or will be at once. */
    private Frame frame(long pinned) throws IOException {
        Frame frame = null;
        try {
            FrameMemory memory = mapped(BoardDescriptor.buffer(pinned));
            frame = Frame.read(memory, BoardDescriptor.number(pinned), () -> putPin(0));
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

    private FrameMemory mapped(int buffer) throws IOException {
        if (buffer >= buffers.length) {
            throw new ProtocolException("The newest frame is in buffer " + buffer + " of " + buffers.length);
        }
        int entry = BoardDescriptor.entryOffset(places, buffer);
        long file = control.getLongAcquire(entry + BoardDescriptor.FILE_OFFSET);
        FrameMemory known = buffers[buffer];
        if (known != null && known.file() == file) {
            return known;
        }
        long capacity = control.getLongAcquire(entry + BoardDescriptor.CAPACITY_OFFSET);
        if (capacity < 0 || capacity > FrameFormat.MAX_LENGTH) {
            throw new ProtocolException("Buffer " + buffer + " has room for " + capacity + " bytes, expected at most "
                    + FrameFormat.MAX_LENGTH);
        }
        Segment segment = SegmentFile.open(directory.frames(channel, file, key),
                BoardDescriptor.bufferLength((int) capacity));
        if (known != null) {
            known.segment().unmap();
        }
        buffers[buffer] = new FrameMemory(file, (int) capacity, segment);
        return buffers[buffer];
    }

    /** Release order: what was read of a frame was read before its buffer is given back. */
    private void putPin(long pin) {
        if (attached) {
            control.putLongRelease(line + BoardDescriptor.PIN_OFFSET, pin);
        }
    }

    /** Asks the publisher to ring at its next frame; the caller's next look at the newest number comes after. */
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

    /** From now on nothing is written. */
    void leave() {
        attached = false;
    }

    /** The session has ended: the last frame is mapped before its file goes. */
    void detach() throws IOException {
        leave();
        long newest = control.getLongAcquire(BoardDescriptor.LATEST_OFFSET);
        lost = true;
        if (newest != 0) {
            mapped(BoardDescriptor.buffer(newest));
            control.probe();
            lost = false;
        }
    }

    /**
     * Gives the memory back.
     *
     * @param orphaned whether the publisher has died and may have left its files
     */
    void close(boolean orphaned) {
        for (FrameMemory memory : buffers) {
            if (memory != null) {
                memory.segment().unmap();
            }
        }
        control.unmap();
        if (orphaned) {
            StaleFiles.removeFramesUnlessServed(directory, channel, key);
        }
    }
}
