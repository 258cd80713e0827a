// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.CannotCreateException;
import io.shmooze.ProtocolException;
import io.shmooze.SessionClosedException;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import io.shmooze.frame.FrameFormat;
import io.shmooze.picture.SharedPicture;
import io.shmooze.session.Deadlines;
import io.shmooze.session.SessionDefaults;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * A picture as Qt programs share one: {@code QDataStream << QPixmap} in a {@code QSharedMemory}, under its lock. Every
 * process may publish and load.
 *
 * <p>A process that has published stays attached, so that the picture stays. One that loads detaches at once, as Qt's
 * example does: while others are attached, nobody can replace the segment by a larger one. Qt announces no change, so
 * {@link #awaitChange} looks once a second.
 *
 * <p><b>Threads.</b> One at a time, except that {@link #close} may be called from any: it ends {@link #awaitChange},
 * and waits for other calls to return, because the memory must not go while it is used.
 */
public final class QtPicture implements SharedPicture {
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);

    private final QtName name;
    private final int maxLength;
    private final Duration reconnectTimeout;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** Guarded by this, like the rest. */
    private final PictureSegment segment;
    /** The checksum of the picture that was loaded last; null before that. */
    private Long loaded;
    /** The picture that {@link #awaitChange} saw: that look removes it if the process that held it is dead. */
    private byte[] seen;
    /** When a picture that had been loaded was first missed; null while it is there. */
    private Long missedNs;

    /**
     * For a key; nothing is attached yet.
     *
     * @param key of the segment and its lock
     */
    public QtPicture(QtNativeKey key) {
        this(key, FrameFormat.MAX_LENGTH, SessionDefaults.RECONNECT_TIMEOUT);
    }

    /**
     * For a key, with limits; nothing is attached yet.
     *
     * @param key of the segment and its lock
     * @param maxLength of a picture to publish, bytes in the segment
     * @param reconnectTimeout how long {@link #awaitChange} waits for the next segment when the one that was loaded is
     *     gone
     */
    public QtPicture(QtNativeKey key, int maxLength, Duration reconnectTimeout) {
        this.name = key.segment();
        this.maxLength = maxLength;
        this.reconnectTimeout = reconnectTimeout;
        this.segment = new PictureSegment(key, this::pause);
    }

    /**
     * {@inheritDoc} If that fails, the last one stays.
     *
     * @throws CannotCreateException if it does not fit, and another process stays attached for more than a second
     * @throws ProtocolException if another process's segment holds something else, which is left alone
     * @throws UnavailableException if another process keeps the lock
     */
    @Override
    public synchronized void publish(BufferedImage image) {
        checkOpen();
        byte[] bytes = Pixmap.encode(image);
        if (bytes.length > maxLength) {
            throw new UsageException("The picture of " + image.getWidth() + " x " + image.getHeight() + " pixels has "
                    + bytes.length + " bytes as PNG; the limit is " + maxLength + " (max-frame-length)");
        }
        try {
            segment.write(bytes);
        } catch (QtException e) {
            throw e.translated();
        }
    }

    private void checkOpen() {
        if (closed.getCount() == 0) {
            throw new SessionClosedException("The picture is closed");
        }
    }

    /** Ended by {@link #close}. */
    private void pause(long timeNs) {
        try {
            closed.await(timeNs, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
        checkOpen();
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnavailableException if there is no segment, or another process keeps the lock
     */
    @Override
    public synchronized BufferedImage load() {
        checkOpen();
        byte[] bytes = newest();
        seen = null;
        missedNs = null;
        if (bytes == null) {
            return null;
        }
        loaded = sum(bytes);
        return Pixmap.decode(bytes, name);
    }

    private byte[] newest() {
        try {
            return segment.read();
        } catch (QtException e) {
            if (e.error() != QtError.NOT_FOUND) {
                throw e.translated();
            }
            if (seen == null) {
                throw new UnavailableException(e.getMessage(), e);
            }
            return seen;
        }
    }

    private static long sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return sum.getValue();
    }

    /**
     * Looks at once, and then once a second, whether the segment holds another picture than was loaded last.
     *
     * @throws SessionClosedException if the segment is gone for as long as the reconnect timeout, or this is closed
     */
    @Override
    public boolean awaitChange(Duration timeout) {
        long deadlineNs = Deadlines.after(timeout);
        while (!isChanged()) {
            long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0) {
                return false;
            }
            pause(Math.min(leftNs, LOOK_NS));
        }
        return true;
    }

    private synchronized boolean isChanged() {
        checkOpen();
        try {
            byte[] bytes = segment.read();
            missedNs = null;
            boolean changed = bytes != null && (loaded == null || sum(bytes) != loaded);
            seen = changed ? bytes : null;
            return changed;
        } catch (QtException e) {
            if (e.error() != QtError.NOT_FOUND) {
                throw e.translated();
            }
            miss();
            return false;
        }
    }

    /** A picture that was never loaded is not missed. */
    private void miss() {
        if (loaded == null) {
            return;
        }
        if (missedNs == null) {
            missedNs = System.nanoTime();
        }
        if (System.nanoTime() - missedNs >= reconnectTimeout.toNanos()) {
            throw new SessionClosedException("There is no picture any more in " + name);
        }
    }

    /** Detaches; the picture is gone if no other process is attached. */
    @Override
    public void close() {
        closed.countDown();
        synchronized (this) {
            segment.close();
        }
    }
}
