// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.nio.file.Files;
import java.time.Duration;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.Bytes;

/**
 * {@code QSharedMemory}: a segment of memory that processes share by a key, with a lock.
 *
 * <p><b>Threads.</b> Any thread may call any method, but the result of {@link #bytes} must not be used while another
 * thread detaches. The lock belongs to the thread that took it. <b>Peers.</b> The memory may change at any time unless
 * all processes use the lock. When a process dies it is detached, and a System V lock that it held is free again. A
 * segment that a killed process left behind is replaced by {@link #create}; Qt before 6.6 fails there for ever.
 */
public final class QtSharedMemory implements AutoCloseable {
    /** How to attach: {@code QSharedMemory::AccessMode}. */
    public enum Access {
        /** To read only; the system allows no writes. */
        READ_ONLY,
        /** To read and to write. */
        READ_WRITE
    }

    private final QtNativeKey key;
    private final SegmentBytes bytes = new SegmentBytes();
    /** Null while detached. */
    private SegmentAttachment attachment;
    private Access access;

    /**
     * Detached; nothing is made yet.
     *
     * @param key of the segment and of its lock
     */
    public QtSharedMemory(QtNativeKey key) {
        this.key = key;
    }

    /**
     * Makes the segment, filled with zeros, and attaches to read and write.
     *
     * @param size bytes, from 1 to {@link Integer#MAX_VALUE}
     * @throws QtException if that fails: {@link QtError#ALREADY_EXISTS} if a process is attached to one of this key
     */
    public synchronized void create(long size) {
        if (size < 1 || size > Integer.MAX_VALUE) {
            throw new QtException(QtError.INVALID_SIZE, "A segment has 1 to " + Integer.MAX_VALUE + " bytes, not "
                    + size);
        }
        open(Access.READ_WRITE, made -> made.create(size));
    }

    /**
     * Attaches to a segment that exists.
     *
     * @param how to read, or to read and write
     * @throws QtException if that fails: {@link QtError#NOT_FOUND} if there is none, {@link QtError#INVALID_SIZE} if
     *     it is larger than {@link Integer#MAX_VALUE} bytes
     */
    public synchronized void attach(Access how) {
        if (!Files.exists(key.segmentFile())) {
            // First, because the lock would be made for nothing, and would hinder the program that makes the segment.
            throw new QtException(QtError.NOT_FOUND, "Cannot attach to " + key.segment() + ": there is no such file");
        }
        open(how, found -> found.attach(how == Access.READ_WRITE));
    }

    private void open(Access how, Consumer<SegmentBackend> opening) {
        if (attachment != null) {
            throw new QtException(QtError.ALREADY_EXISTS, "Attached already to " + key.segment());
        }
        attachment = SegmentAttachment.open(key, opening);
        access = how;
    }

    /**
     * Detaches, and removes the segment if no other process is attached. Does nothing if detached.
     *
     * @throws QtException {@link QtError#LOCK_ERROR} if this thread has the lock, or does not get it
     */
    public void detach() {
        leave(false);
    }

    /**
     * {@link #detach}.
     *
     * @param sweep whether to remove a lock that others have left, too, if nobody else is attached any more
     * @return true if nobody else was attached any more
     */
    synchronized boolean leave(boolean sweep) {
        return attachment != null && attachment.detach(this::forget, sweep);
    }

    private void forget() {
        attachment = null;
        bytes.end();
    }

    /**
     * Whether it is attached.
     *
     * @return true between {@link #create} or {@link #attach} and {@link #detach}
     */
    public synchronized boolean isAttached() {
        return attachment != null;
    }

    /**
     * The segment's size.
     *
     * @return bytes
     * @throws QtException {@link QtError#NOT_FOUND} if detached
     */
    public synchronized long size() {
        return attached().view().capacity();
    }

    /**
     * Takes the lock, and waits for it at most that long.
     *
     * @param timeout zero or less to look only
     * @throws QtException {@link QtError#LOCK_ERROR} if it is not free in time, or this thread has it already
     */
    public void lock(Duration timeout) {
        currentLock().lock(timeout.toNanos());
    }

    /**
     * Gives the lock back.
     *
     * @throws QtException {@link QtError#LOCK_ERROR} if this thread has not got it
     */
    public void unlock() {
        currentLock().unlock();
    }

    synchronized SegmentLock currentLock() {
        attached();
        return attachment.lock();
    }

    /**
     * The memory; a copy of it if attached to read only, so that writing to it changes nothing.
     *
     * @return can be read and written at offsets from 0 to {@link #size()}; the same object until {@link #detach},
     *     which makes it unusable
     * @throws QtException {@link QtError#NOT_FOUND} if detached
     */
    public synchronized Bytes<?> bytes() {
        SegmentBackend segment = attached();
        return access == Access.READ_ONLY ? SegmentBytes.copyOf(segment) : bytes.of(segment);
    }

    /** Whether the process that has made the System V segment of this key is still there. */
    boolean creatorLives() {
        return new SystemVSegment(Natives.calls(), key.segment()).creatorLives();
    }

    /** The segment, to be used with the lock only. */
    synchronized SegmentBackend attached() {
        if (attachment == null) {
            throw new QtException(QtError.NOT_FOUND, "Not attached to " + key.segment());
        }
        return attachment.segment();
    }

    @Override
    public void close() {
        detach();
    }
}
