// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A segment that this process is attached to, and its lock, under which it attaches and detaches.
 *
 * @param segment attached
 * @param lock of its key
 */
record SegmentAttachment(SegmentBackend segment, SegmentLock lock) {
    private static final long LOCK_NS = TimeUnit.SECONDS.toNanos(10);

    /**
     * Attaches.
     *
     * @param opening creates the segment, or attaches to it
     */
    static SegmentAttachment open(QtNativeKey key, Consumer<SegmentBackend> opening) {
        NativeCalls calls = Natives.calls();
        SegmentBackend segment = key.ipc().isPosix() ? new PosixSegment(calls, key.segment())
                : new SystemVSegment(calls, key.segment());
        SegmentLock lock = new SegmentLock(QtSystemSemaphore.backend(key.ipc(), key.semaphore(), 1, false,
                QtSystemSemaphore.Undo.AT_EXIT, true), key.semaphore(), () -> segment.others().count() == 0);
        take(lock);
        boolean done = false;
        try {
            opening.accept(segment);
            done = true;
        } finally {
            if (done) {
                lock.unlock();
            } else {
                lock.unlockForGood(false);
            }
        }
        return new SegmentAttachment(segment, lock);
    }

    private static void take(SegmentLock lock) {
        boolean taken = false;
        try {
            lock.lock(LOCK_NS);
            taken = true;
        } finally {
            if (!taken) {
                lock.close();
            }
        }
    }

    /**
     * Detaches.
     *
     * @param onLocked called under the lock: from then on there is no way back, even if detaching fails
     * @param sweep whether to remove a lock that others have left, too, if nobody else is attached any more
     * @return true if nobody else was attached any more
     * @throws QtException {@link QtError#LOCK_ERROR} if this thread has the lock, or does not get it; attached still
     */
    boolean detach(Runnable onLocked, boolean sweep) {
        lock.lock(LOCK_NS);
        boolean last = false;
        try {
            onLocked.run();
            last = segment.detach();
        } finally {
            lock.unlockForGood(last && sweep);
        }
        return last;
    }
}
