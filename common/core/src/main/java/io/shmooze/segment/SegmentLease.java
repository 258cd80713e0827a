// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Owns a mapped segment, and unmaps it when nobody uses it any more. A thread that holds one of a session's two locks
 * uses it by that; every other thread enters and leaves here.
 *
 * <p><b>Happens-before.</b> The count and the flag change under this object's monitor: {@link #retire} waits for every
 * thread that has entered before, and a thread that comes after it is told that the segment is gone.
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
     * @param segment unmapped by {@link #retire}
     */
    public SegmentLease(Segment segment) {
        this.segment = segment;
    }

    /**
     * Keeps the segment mapped until {@link #leave}.
     *
     * @return false if it is gone
     */
    public synchronized boolean enter() {
        if (retired) {
            return false;
        }
        users++;
        return true;
    }

    /** Ends what a successful {@link #enter} began. */
    public synchronized void leave() {
        if (--users == 0) {
            notifyAll();
        }
    }

    /**
     * Unmaps the segment once everybody has left. The caller holds neither of the session's locks, and no thread will
     * use the segment by them again. A thread that does not leave was struck by the error of a truncated segment on its
     * way; then the segment stays mapped.
     */
    public synchronized void retire() {
        retired = true;
        try {
            if (awaitNobody()) {
                segment.unmap();
            } else {
                keepMapped("a thread has not left it");
            }
        } catch (IllegalStateException e) {
            // The application still does I/O on a view that it kept.
            keepMapped(e.getMessage());
        }
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
