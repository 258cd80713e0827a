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
 * The publisher's end of a board: finds a buffer that nobody reads, and puts up what was written there.
 *
 * <p><b>Never waits, never tears.</b> Each of p viewers pins one buffer at most, and one holds the newest frame: of
 * p + 2 buffers one is always free. That no viewer is missed is an argument of hazard pointers (M. Michael, "Hazard
 * Pointers", 2004): the writer stores "latest", then a full fence, and before it writes the next frame looks at the
 * pins. A viewer stores its pin, then a full fence, then looks at "latest" again, and reads only if that is still what
 * it has pinned. Of two stores each followed by a fence and a load of the other, at least one load sees the other's
 * store: either the viewer finds a newer frame and tries again, or the writer finds the pin.
 *
 * <p><b>Killed at any moment.</b> "latest" is stored when the frame is whole, with release order, so it always names a
 * whole one.
 *
 * <p><b>Assumptions.</b> Used by one thread at a time.
 */
final class BoardWriter {
    private final SegmentDirectory directory;
    private final String channel;
    private final String key;
    private final int places;
    private final Segment control;
    private final FrameMemory[] buffers;
    private long files;
    private long latest;
    /** The buffer being written; negative for none. */
    private int writing = -1;

    private BoardWriter(SegmentDirectory directory, String channel, String key, int places, Segment control) {
        this.directory = directory;
        this.channel = channel;
        this.key = key;
        this.places = places;
        this.control = control;
        this.buffers = new FrameMemory[BoardDescriptor.bufferCount(places)];
    }

    /** Creates a board without buffers; they come with the first frames. For the holder of the channel's lock. */
    static BoardWriter create(SegmentDirectory directory, String channel, String key, int places) {
        Segment control = SegmentFile.createZeroed(directory.frames(channel, 0, key), directory.fileMode(),
                BoardDescriptor.controlLength(places));
        control.putIntRelease(BoardDescriptor.PLACES_OFFSET, places);
        control.putLong(BoardDescriptor.MAGIC_OFFSET, BoardDescriptor.MAGIC);
        control.putLong(BoardDescriptor.PID_OFFSET, CurrentProcess.pid());
        control.putIntRelease(BoardDescriptor.VERSION_OFFSET, BoardDescriptor.VERSION);
        return new BoardWriter(directory, channel, key, places, control);
    }

    int places() {
        return places;
    }

    String key() {
        return key;
    }

    /** The number of the newest frame; 0 for none. */
    long number() {
        return BoardDescriptor.number(latest);
    }

    /** Where the next frame is to be written; what begun before and did not publish is given up. */
    FrameMemory begin(FrameFormat format) {
        writing = -1;
        int free = freeBuffer();
        FrameMemory memory = buffers[free];
        if (memory == null || memory.capacity() < format.length()) {
            memory = replace(free, format.length());
        }
        writing = free;
        Segment segment = memory.segment();
        segment.putLongRelease(BoardDescriptor.NUMBER_OFFSET, 0);
        // Before anything of the next frame, so that who still reads the last one, unpinned, finds out.
        VarHandle.storeStoreFence();
        segment.putIntRelease(BoardDescriptor.PAYLOAD_LENGTH_OFFSET, format.length());
        segment.putIntRelease(BoardDescriptor.WIDTH_OFFSET, format.width());
        segment.putIntRelease(BoardDescriptor.HEIGHT_OFFSET, format.height());
        segment.putIntRelease(BoardDescriptor.BITS_OFFSET, format.bitsPerPixel());
        return memory;
    }

    /** The place for the payload, written by the application. */
    static ByteBuffer payload(FrameMemory memory, FrameFormat format) {
        return memory.segment().writableView(BoardDescriptor.PAYLOAD_OFFSET, format.length());
    }

    /**
     * Puts the frame up. Full fence: what the caller looks at next, be it pins or epochs, is seen after it.
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
        segment.putLong(BoardDescriptor.TIME_OFFSET, TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
        segment.putLongRelease(BoardDescriptor.NUMBER_OFFSET, number);
        segment.probe();
        latest = BoardDescriptor.latest(number, writing);
        control.putLongRelease(BoardDescriptor.LATEST_OFFSET, latest);
        VarHandle.fullFence();
        writing = -1;
        return number;
    }

    /** The buffer with the newest frame; null before the first one. */
    FrameMemory newest() {
        return latest == 0 ? null : buffers[BoardDescriptor.buffer(latest)];
    }

    private int freeBuffer() {
        BitSet taken = new BitSet();
        if (latest != 0) {
            taken.set(BoardDescriptor.buffer(latest));
        }
        for (int place = 0; place < places; place++) {
            long pin = control.getLongAcquire(BoardDescriptor.lineOffset(place) + BoardDescriptor.PIN_OFFSET);
            if (pin != 0) {
                taken.set(BoardDescriptor.buffer(pin));
            }
        }
        return taken.nextClearBit(0);
    }

    /** A larger file for a buffer that nobody reads. */
    private FrameMemory replace(int buffer, int capacity) {
        remove(buffer);
        long file = ++files;
        Segment segment = SegmentFile.createZeroed(directory.frames(channel, file, key), directory.fileMode(),
                BoardDescriptor.bufferLength(capacity));
        buffers[buffer] = new FrameMemory(file, capacity, segment);
        int entry = BoardDescriptor.entryOffset(places, buffer);
        control.putLong(entry + BoardDescriptor.CAPACITY_OFFSET, capacity);
        control.putLongRelease(entry + BoardDescriptor.FILE_OFFSET, file);
        return buffers[buffer];
    }

    private void remove(int buffer) {
        FrameMemory memory = buffers[buffer];
        if (memory != null) {
            buffers[buffer] = null;
            memory.segment().unmap();
            try {
                Files.deleteIfExists(directory.frames(channel, memory.file(), key));
            } catch (IOException e) {
                throw new CannotCreateException("Cannot remove a buffer that is too small: "
                        + SegmentDirectory.reason(e), e);
            }
        }
    }

    /** Gives a line to the next viewer, when the last one is gone. */
    void clearLine(int place) {
        int line = BoardDescriptor.lineOffset(place);
        control.putIntRelease(line + BoardDescriptor.EPOCH_OFFSET, 0);
        control.putLongRelease(line + BoardDescriptor.PIN_OFFSET, 0);
    }

    /** On which a viewer waits for the next frame. */
    EventCount newFrames(int place) {
        return new EventCount(control, BoardDescriptor.lineOffset(place) + BoardDescriptor.EPOCH_OFFSET);
    }

    /** Unmaps everything and removes the files; viewers that have mapped them keep what they have. */
    void close() {
        for (FrameMemory memory : buffers) {
            if (memory != null) {
                memory.segment().unmap();
            }
        }
        control.unmap();
        try {
            StaleFiles.removeFrames(directory, channel, key);
        } catch (IOException e) {
            throw new CannotCreateException("Cannot remove the frames of channel '" + channel + "': "
                    + SegmentDirectory.reason(e), e);
        }
    }
}
