// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Session;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sessions that are attached now, and what people call them. Safe for all threads. */
final class AttachedSessions {
    /** With their names, which are harmless for a terminal. */
    private final Map<Session, String> attached = new LinkedHashMap<>();
    /** Those of the attached to which nothing can be sent any more, because they are about to be reported as gone. */
    private final Set<Session> unreachable = new LinkedHashSet<>();
    private boolean anybodyYet;
    private boolean abandoned;

    void joined(Session session) {
        joined(session, PeerText.label(session.peer()));
    }

    /** Gives it that name, or another one if it is attached already. */
    synchronized void joined(Session session, String name) {
        attached.put(session, name);
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
        if (attached.containsKey(session)) {
            unreachable.add(session);
        }
    }

    /** What a session is called; also when it is no longer attached, if it has no name of its own. */
    synchronized String name(Session session) {
        return attached.getOrDefault(session, PeerText.label(session.peer()));
    }

    /** The names of all that are attached. */
    synchronized List<String> names() {
        return List.copyOf(attached.values());
    }

    /** The name, process and user of a session. */
    String describe(Session session) {
        return PeerText.describe(name(session), session.peer());
    }

    /** Those to whom something can be sent, in the order in which they came. */
    synchronized List<Session> reachable() {
        return attached.keySet().stream().filter(session -> !unreachable.contains(session)).toList();
    }

    /** Empty only if nobody is waited for any more. */
    synchronized List<Session> awaitReachable() throws InterruptedException {
        while (reachable().isEmpty() && !abandoned) {
            wait();
        }
        return reachable();
    }

    /** From now on nobody is waited for. */
    synchronized void abandon() {
        abandoned = true;
        notifyAll();
    }

    /** Waits until the listener has been told of each session that is over, at most that long. */
    synchronized void awaitReports(Duration timeout) throws InterruptedException {
        TimedWait.until(this, unreachable::isEmpty, timeout);
    }

    /** Whether somebody was there, and nobody is any more. */
    synchronized boolean allGone() {
        return anybodyYet && attached.isEmpty();
    }

    /** Waits until nobody is attached, at most that long. */
    synchronized void awaitNobody(Duration timeout) throws InterruptedException {
        TimedWait.until(this, attached::isEmpty, timeout);
    }
}
