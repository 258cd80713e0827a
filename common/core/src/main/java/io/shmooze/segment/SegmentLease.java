// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Owns a mapped segment, and unmaps it when no thread uses it any more. A thread that holds the session's read lock or
 * write lock may use the segment; every other thread enters and leaves here.
 *
 * <p><b>Happens-before.</b> The count and the flag change under this object's monitor. So {@link #retire} waits for
 * every thread that has entered before it, and a later thread is told that it may not enter.
 */
public final class SegmentLease {
    /** Far longer than a running thread needs to leave the segment of a peer that has hung up. */
    private static final long LEAVE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

    private final Segment segment;
    private int users;
    private boolean retired;

    /**
     * Takes over the segment.
     *
     * @param segment owned by this object from now on; {@link #retire} unmaps it
     */
    public SegmentLease(Segment segment) {
        this.segment = segment;
    }

    /**
     * Keeps the segment mapped until {@link #leave}.
     *
     * @return false if {@link #retire} was called; the caller must not use the segment
     */
    public synchronized boolean enter() {
        if (retired) {
            return false;
        }
        users++;
        return true;
    }

    /** Ends what a successful {@link #enter} has begun. */
    public synchronized void leave() {
        if (--users == 0) {
            notifyAll();
        }
    }

    /**
     * Unmaps the segment once every thread has left. The caller holds neither of the session's locks, and no thread
     * will use the segment under them again. If a thread does not leave within five seconds, because the error of a
     * truncated segment has reached it on its way, the segment stays mapped, and that is logged.
     *
     * @return false if views keep it mapped, so that {@link #discard} is to follow
     */
    public synchronized boolean retire() {
        retired = true;
        try {
            if (awaitNobody()) {
                return segment.unmap();
            }
            keepMapped("a thread has not left it");
        } catch (IllegalStateException e) {
            // The application is still doing I/O on a view that it has kept.
            keepMapped(e.getMessage());
        }
        return true;
    }

    /** See {@link Segment#discard}. To be called after {@link #retire}. */
    public void discard(boolean unused) {
        segment.discard(unused);
    }

    private boolean awaitNobody() {
        long deadlineNs = System.nanoTime() + LEAVE_TIMEOUT_NS;
        boolean interrupted = false;
        while (users > 0 && System.nanoTime() - deadlineNs < 0) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, deadlineNs - System.nanoTime());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return users == 0;
    }

    private static void keepMapped(String reason) {
        LoggerFactory.getLogger(SegmentLease.class).warn("A segment stays mapped until the process ends: {}", reason);
    }
}
