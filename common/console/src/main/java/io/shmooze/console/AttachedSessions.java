// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Session;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The sessions that are attached now, and their names. Safe for all threads. */
final class AttachedSessions {
    /** Each session's name is harmless for a terminal. */
    private final Map<Session, String> attached = new LinkedHashMap<>();
    /** The attached sessions that can send nothing any more; their detachment is about to be reported. */
    private final Set<Session> unreachable = new LinkedHashSet<>();
    private volatile Supplier<List<String>> alsoHere = List::of;
    private boolean anybodyYet;
    private boolean abandoned;

    void joined(Session session) {
        joined(session, PeerText.label(session.peer()));
    }

    /** Adds a session under this name; gives a session that is attached already this new name. */
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

    /** A send has failed because the session is over. Its last messages may still be on their way to the listener. */
    synchronized void lost(Session session) {
        if (attached.containsKey(session)) {
            unreachable.add(session);
        }
    }

    /** The name of a session. After the detachment it is the name that the peer gave itself. */
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

    /** Sets what describes those who are in this process's room on other machines. */
    void alsoHere(Supplier<List<String>> descriptions) {
        alsoHere = descriptions;
    }

    List<String> describeElsewhere() {
        return alsoHere.get().stream().map(Printable::inline).toList();
    }

    /** The sessions that can send, in the order of their attachment. */
    synchronized List<Session> reachable() {
        return attached.keySet().stream().filter(session -> !unreachable.contains(session)).toList();
    }

    /** Waits until a session can send. Returns an empty list only after {@link #abandon}. */
    synchronized List<Session> awaitReachable() throws InterruptedException {
        while (reachable().isEmpty() && !abandoned) {
            wait();
        }
        return reachable();
    }

    /** Ends all waiting for sessions, now and in future. */
    synchronized void abandon() {
        abandoned = true;
        notifyAll();
    }

    /** Waits until the listener was told of each session that is over, at most for this time. */
    synchronized void awaitReports(Duration timeout) throws InterruptedException {
        TimedWait.until(this, unreachable::isEmpty, timeout);
    }

    /** Whether sessions were attached, and none is any more. */
    synchronized boolean allGone() {
        return anybodyYet && attached.isEmpty();
    }

    /** Waits until no session is attached, at most for this time. */
    synchronized void awaitNobody(Duration timeout) throws InterruptedException {
        TimedWait.until(this, attached::isEmpty, timeout);
    }
}
