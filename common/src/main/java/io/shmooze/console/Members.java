// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Session;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The sessions that are attached now. Safe for all threads. */
final class Members {
    private final Set<Session> attached = new LinkedHashSet<>();
    /** Those of the attached to which nothing can be sent any more, because they are about to be reported as gone. */
    private final Set<Session> unreachable = new LinkedHashSet<>();
    private boolean anybodyYet;

    synchronized void joined(Session session) {
        attached.add(session);
        anybodyYet = true;
        notifyAll();
    }

    synchronized void left(Session session) {
        attached.remove(session);
        unreachable.remove(session);
        notifyAll();
    }

    /** Sending has shown that the session is over; its last messages may still be on their way to the listener. */
    synchronized void lost(Session session) {
        if (attached.contains(session)) {
            unreachable.add(session);
        }
    }

    /** Those to whom something can be sent, in the order in which they came. */
    synchronized List<Session> reachable() {
        return attached.stream().filter(session -> !unreachable.contains(session)).toList();
    }

    synchronized List<Session> awaitReachable() throws InterruptedException {
        while (reachable().isEmpty()) {
            wait();
        }
        return reachable();
    }

    /** Whether somebody was there, and nobody is any more. */
    synchronized boolean allGone() {
        return anybodyYet && attached.isEmpty();
    }

    /** Waits until nobody is attached, at most that long. */
    synchronized void awaitNobody(Duration timeout) throws InterruptedException {
        Waits.until(this, attached::isEmpty, timeout);
    }
}
