// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.CannotCreateException;
import io.shmooze.InterruptedSessionException;
import io.shmooze.SessionListener;
import io.shmooze.UsageException;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.session.RandomKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Function;

/**
 * Publishes frames to viewers, which always see the newest: a camera, a renderer, the state of a simulation. Made by
 * {@code ShmoozeServer.builder(channel).publishFrames()}.
 *
 * <p><b>Guarantees.</b> It never waits for a viewer. A viewer never sees a part of a frame, however slow it is and
 * whenever this process is killed. A viewer that dies takes no buffer with it. There may be two buffers more than
 * viewers ({@code maxClients}), but they are made when they are needed: two without viewers, at most one more for each
 * viewer. A buffer is as long as the longest frame that was in it.
 *
 * <p><b>Threads.</b> One thread at a time publishes. Any thread may call {@link #viewers} and {@link #awaitViewers}.
 *
 * <p><b>Ownership.</b> This object owns the files until {@link #close}. If the process is killed, the last of its
 * viewers removes them, or the next server that starts in the directory.
 */
public final class FramePublisher implements AutoCloseable {
    private final Viewers viewers;
    private final FramePoolWriter pool;
    private final AutoCloseable server;
    private final int maxLength;
    private FrameBuffer begun;
    private boolean closed;

    private FramePublisher(Viewers viewers, FramePoolWriter pool, AutoCloseable server, int maxLength) {
        this.viewers = viewers;
        this.pool = pool;
        this.server = server;
        this.maxLength = maxLength;
    }

    /**
     * For the builder of servers.
     *
     * @param directory of the channel
     * @param channel its name
     * @param maxViewers how many viewers may attach, from 1 to 65,534
     * @param maxLength of a frame, bytes, from 1 to {@link FrameFormat#MAX_LENGTH}
     * @param start starts a server with a listener of the publisher's, for that many clients; returns when the server
     *     holds the channel's lock
     * @return the publisher, ready for viewers
     * @throws UsageException if more than 65,534 viewers may attach
     * @throws CannotCreateException if the file system refuses, or another server has the channel
     */
    @SuppressWarnings("exports") // for the builder of our own module
    public static FramePublisher start(SegmentDirectory directory, String channel, int maxViewers, int maxLength,
                                       Function<SessionListener, AutoCloseable> start) {
        if (maxViewers > FramePoolDescriptor.MAX_SLOTS) {
            throw new UsageException("Frames can have " + FramePoolDescriptor.MAX_SLOTS + " viewers, not "
                    + maxViewers);
        }
        Viewers viewers = new Viewers();
        AutoCloseable server = start.apply(viewers);
        try {
            FrameFiles files = new FrameFiles(directory, channel, RandomKey.next());
            FramePoolWriter pool = FramePoolWriter.create(files, maxViewers);
            viewers.serve(pool);
            return new FramePublisher(viewers, pool, server, maxLength);
        } catch (RuntimeException | Error e) {
            viewers.retire();
            close(server);
            throw e;
        }
    }

    /**
     * Begins a frame, which the caller then writes in place. A frame that was begun before and not published is given
     * up.
     *
     * @param format the frame's
     * @return a writable little-endian buffer from position 0 to the frame's length, which holds old bytes; valid until
     *     {@link #publish()}
     * @throws UsageException if the frame is over the limit
     * @throws CannotCreateException if the file system has no room for a buffer; no frame is begun then
     * @throws InterruptedSessionException if the thread is interrupted while a buffer is made
     */
    public ByteBuffer begin(FrameFormat format) {
        prepare(format);
        return FramePoolWriter.payload(begun, format);
    }

    /**
     * Publishes the frame that was begun and wakes the viewers that sleep.
     *
     * @return its number: 1 for the first one
     * @throws IllegalStateException if none was begun
     */
    public long publish() {
        if (begun == null) {
            throw new IllegalStateException("No frame was begun");
        }
        begun = null;
        try {
            long number = pool.publish();
            viewers.ring();
            return number;
        } catch (InternalError e) {
            throw Frame.truncated(e);
        }
    }

    /**
     * Copies a frame and publishes it.
     *
     * @param format the frame's
     * @param pixels the frame's bytes from its position to its limit; position and limit stay
     * @return its number: 1 for the first one
     * @throws UsageException if the frame is over the limit, or the number of bytes does not suit the format
     * @throws CannotCreateException if the file system has no room for a buffer
     */
    public long publish(FrameFormat format, ByteBuffer pixels) {
        if (pixels.remaining() != format.length()) {
            throw new UsageException("A frame of " + format + " has " + format.length() + " bytes, not "
                    + pixels.remaining());
        }
        prepare(format);
        begun.segment().put(FramePoolDescriptor.PAYLOAD_OFFSET, pixels, pixels.position(), format.length());
        return publish();
    }

    private void prepare(FrameFormat format) {
        if (closed) {
            throw new IllegalStateException("The publisher is closed");
        }
        if (format.length() > maxLength) {
            throw new UsageException("A frame of " + format + " has " + format.length() + " bytes; the limit is "
                    + maxLength + " (max-frame-length)");
        }
        begun = null;
        try {
            begun = pool.begin(format);
        } catch (InternalError e) {
            throw Frame.truncated(e);
        }
    }

    /**
     * The newest frame. For the publishing thread.
     *
     * @return valid until the frame after it is begun; null before the first one
     */
    public Frame newest() {
        FrameBuffer memory = pool.newest();
        return memory == null ? null : Frame.read(memory, pool.number(), () -> { });
    }

    /**
     * How many viewers are attached.
     *
     * @return the number now
     */
    public int viewers() {
        return viewers.count();
    }

    /**
     * Waits for viewers.
     *
     * @param count how many have to be attached
     * @param timeout how long to wait at most
     * @return false if there are fewer when the time is over
     * @throws InterruptedSessionException if the thread is interrupted
     */
    public boolean awaitViewers(int count, Duration timeout) {
        try {
            return viewers.await(count, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedSessionException("The thread was interrupted while it waited for viewers", e);
        }
    }

    /** Ends the viewers' sessions in good order and removes the files. For the publishing thread; idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            begun = null;
            try {
                close(server);
            } finally {
                viewers.retire();
            }
        }
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CannotCreateException("Cannot close the server of the frames: " + e.getMessage(), e);
        }
    }
}
