// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.segment.Segment;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Who is inside a link's segment without one of the session's two locks, so that it is unmapped when nobody is.
 *
 * <p><b>Happens-before.</b> The count and the flag change under this object's monitor: who has entered before
 * {@link #retire} is waited for, and who comes after is told that the segment is gone.
 */
final class SegmentUsers {
    /** Long after a thread that can go on has let go of a link whose peer has hung up. */
    private static final long LEAVE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

    private final Segment segment;
    private int users;
    private boolean retired;

    SegmentUsers(Segment segment) {
        this.segment = segment;
    }

    /** Keeps the segment mapped until {@link #leave}; false if it is gone. */
    synchronized boolean enter() {
        if (retired) {
            return false;
        }
        users++;
        return true;
    }

    synchronized void leave() {
        if (--users == 0) {
            notifyAll();
        }
    }

    /**
     * Gives the segment back, once everybody has left; the caller holds neither lock and has seen to it that nobody
     * will. Who does not leave was struck by an error of a truncated segment on the way: then it stays mapped.
     */
    synchronized void retire() {
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

    private synchronized boolean awaitNobody() {
        long deadlineNs = System.nanoTime() + LEAVE_TIMEOUT_NS;
        boolean interrupted = false;
        while (users > 0 && !Deadlines.isOver(deadlineNs)) {
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
        LoggerFactory.getLogger(Link.class).warn("A segment stays mapped until the process ends: {}", reason);
    }
}
