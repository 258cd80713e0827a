// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.ProtocolException;
import io.shmooze.segment.Segment;
import java.lang.invoke.VarHandle;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A whole frame, read where the publisher wrote it. It is pinned until {@link #close}: the publisher writes its next
 * frames to other buffers and does not wait. The frame stays readable until it is closed, even if the publisher dies.
 *
 * <p><b>Ownership.</b> It belongs to its viewer, which closes it in its next {@link FrameViewer#take}. Used by one
 * thread at a time.
 */
public final class Frame implements AutoCloseable {
    private final FrameBuffer memory;
    private final long number;
    private final long timeNs;
    private final FrameFormat format;
    /** Made at once: on older JDKs a view keeps the memory mapped even if another thread unmaps it. */
    private final ByteBuffer pixels;
    private Runnable unpin;

    private Frame(FrameBuffer memory, long number, long timeNs, FrameFormat format, Runnable unpin) {
        this.memory = memory;
        this.number = number;
        this.timeNs = timeNs;
        this.format = format;
        this.unpin = unpin;
        this.pixels = memory.segment().view(FramePoolDescriptor.PAYLOAD_OFFSET, format.length());
    }

    /** Reads the header of a frame whose buffer is pinned, and checks it. */
    static Frame read(FrameBuffer memory, long number, Runnable unpin) {
        Segment segment = memory.segment();
        int length = segment.getIntAcquire(FramePoolDescriptor.PAYLOAD_LENGTH_OFFSET);
        int width = segment.getIntAcquire(FramePoolDescriptor.WIDTH_OFFSET);
        int height = segment.getIntAcquire(FramePoolDescriptor.HEIGHT_OFFSET);
        int bits = segment.getIntAcquire(FramePoolDescriptor.BITS_OFFSET);
        long timeNs = segment.getLongAcquire(FramePoolDescriptor.TIME_OFFSET);
        long found = segment.getLongAcquire(FramePoolDescriptor.NUMBER_OFFSET);
        segment.probe();
        if (found != number) {
            throw new ProtocolException("The buffer of frame " + number + " holds frame " + found);
        }
        if (!FrameFormat.isSound(width, height, bits)) {
            throw new ProtocolException("Frame " + number + " says that it has "
                    + FrameFormat.text(width, height, bits));
        }
        FrameFormat format = new FrameFormat(width, height, bits);
        if (length != format.length() || length > memory.capacity()) {
            throw new ProtocolException("Frame " + number + " of " + format + " says that it has " + length
                    + " bytes, in a buffer of " + memory.capacity());
        }
        return new Frame(memory, number, timeNs, format, unpin);
    }

    /**
     * The frame's number.
     *
     * @return 1 for the publisher's first frame
     */
    public long number() {
        return number;
    }

    /**
     * The frame's format.
     *
     * @return its size, and the bits of a pixel
     */
    public FrameFormat format() {
        return format;
    }

    /**
     * When it was published.
     *
     * @return on the machine's wall clock
     */
    public Instant time() {
        return Instant.ofEpochSecond(0, timeNs);
    }

    /**
     * How long ago that was.
     *
     * @return negative if the wall clock was set back meanwhile
     */
    public Duration age() {
        Instant now = Instant.now();
        return Duration.ofNanos(TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - timeNs);
    }

    /**
     * The pixels, in place.
     *
     * @return a read-only little-endian buffer from position 0 to the frame's length; valid until {@link #close}
     * @throws IllegalStateException after that
     */
    public ByteBuffer pixels() {
        checkOpen();
        return pixels.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Copies the pixels out.
     *
     * @param target receives the frame's bytes at its position, which moves behind them
     * @throws BufferOverflowException if it has not enough room; nothing is copied then
     * @throws ProtocolException if the publisher broke the protocol: it wrote to the frame or truncated the file
     * @throws IllegalStateException after {@link #close}
     */
    public void copyTo(ByteBuffer target) {
        checkOpen();
        if (target.remaining() < format.length()) {
            throw new BufferOverflowException();
        }
        try {
            target.put(target.position(), pixels, 0, format.length());
            memory.segment().probe();
        } catch (InternalError e) {
            throw truncated(e);
        }
        if (!isIntact()) {
            throw new ProtocolException("Frame " + number + " was written to while it was read");
        }
        target.position(target.position() + format.length());
    }

    /**
     * Whether nobody has written to it since it was taken. A viewer that reads in place and does not trust the
     * publisher asks this after reading. A publisher that keeps to the protocol writes to a pinned frame only after it
     * has given this viewer up.
     *
     * @return true if all that was read so far is the frame
     */
    public boolean isIntact() {
        checkOpen();
        // Orders all reads of the payload before the read of the number.
        VarHandle.acquireFence();
        return memory.holds(number);
    }

    static ProtocolException truncated(InternalError error) {
        return new ProtocolException("The frames can no longer be read: somebody has truncated their file", error);
    }

    private synchronized void checkOpen() {
        if (unpin == null) {
            throw new IllegalStateException("The frame is closed");
        }
    }

    /** Gives the buffer back to the publisher. Idempotent. */
    @Override
    public synchronized void close() {
        if (unpin != null) {
            unpin.run();
            unpin = null;
        }
    }
}
