// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.shmooze.SessionClosedException;
import io.shmooze.session.Deadlines;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The lines said on this machine that the members here, or the stream, do not have yet. While NATS is there, a speaker
 * waits until its line has come back from the stream, so there are no more lines than speakers. While it is away, there
 * are as many as the limit allows. For any thread.
 */
final class OwnLines {
    private static final int MAX_BYTES = 16 << 20;

    private final int limit;
    /** Those that were not read from the stream yet, in the order in which they are published. */
    private final Map<String, OwnLine> unread = new LinkedHashMap<>();
    private final Deque<OwnLine> unshown = new ArrayDeque<>();
    private long bytes;
    private long numbers;
    private boolean online;
    private boolean closed;
    /** Why a line was not taken; null if all is well. */
    private String trouble;
    /** When a line was added or read last. */
    private long lastChangeNs = System.nanoTime();

    OwnLines(int limit) {
        this.limit = limit;
    }

    synchronized long nextNumber() {
        return ++numbers;
    }

    /** Adds a line, and publishes it if NATS is there. In one step, so that the stream gets them in this order. */
    synchronized void add(OwnLine line, Consumer<OwnLine> publisher) {
        if (closed) {
            throw new SessionClosedException("The room is closed");
        }
        int length = line.message().length();
        if (online || unread.size() < limit && bytes + length <= MAX_BYTES) {
            unread.put(line.message().id(), line);
            bytes += length;
        } else {
            line.giveUp();
        }
        unshown.add(line);
        lastChangeNs = System.nanoTime();
        if (online) {
            publisher.accept(line);
        }
        notifyAll();
    }

    /**
     * Waits until the members on this machine have the line.
     *
     * @throws RuntimeException what the room's listener has thrown
     */
    synchronized void awaitShown(OwnLine line) {
        boolean interrupted = false;
        while (!line.isShown() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                // The line is on its way, and has to be shown.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (line.failure() != null) {
            throw line.failure();
        }
    }

    synchronized void stored(OwnLine line) {
        line.stored();
    }

    synchronized void trouble(String reason) {
        if (online && trouble == null) {
            trouble = reason;
        }
        notifyAll();
    }

    synchronized String trouble() {
        return trouble;
    }

    synchronized void offline() {
        online = false;
        trouble = null;
    }

    /** The first line that the stream does not have; null if there is none: then lines are published at once again. */
    synchronized OwnLine firstKeptOrOnline() {
        for (OwnLine line : unread.values()) {
            if (!line.isStored()) {
                return line;
            }
        }
        online = !closed;
        lastChangeNs = System.nanoTime();
        return null;
    }

    /** The line of this id, which was read from the stream; null if it is not one of these. */
    synchronized OwnLine take(String id) {
        OwnLine line = unread.remove(id);
        if (line != null) {
            line.stored();
            bytes -= line.message().length();
            lastChangeNs = System.nanoTime();
        }
        return line;
    }

    /** Forgets the lines that the stream had and a reader has not found: the stream has dropped them as the oldest. */
    void settle(Consumer<OwnLine> show) {
        List<OwnLine> dropped = new ArrayList<>();
        synchronized (this) {
            for (OwnLine line : List.copyOf(unread.values())) {
                if (line.isStored()) {
                    dropped.add(take(line.message().id()));
                }
            }
        }
        dropped.stream().filter(line -> !line.isShown()).forEach(show);
    }

    synchronized void shown(OwnLine line, RuntimeException failure) {
        line.shown(failure);
        unshown.remove(line);
        notifyAll();
    }

    /** The first line that the members here do not have; null if there is none in time. */
    synchronized OwnLine awaitUnshown(Duration timeout) throws InterruptedException {
        long deadlineNs = Deadlines.after(timeout);
        while (unshown.isEmpty() && !Deadlines.isOver(deadlineNs)) {
            TimeUnit.NANOSECONDS.timedWait(this, timeout.toNanos());
        }
        return unshown.peek();
    }

    /** Whether lines were published so long ago that they ought to have come back. */
    synchronized boolean isWaitingFor(Duration time) {
        return !unread.isEmpty() && System.nanoTime() - lastChangeNs > time.toNanos();
    }

    synchronized int unpublished() {
        return (int) unread.values().stream().filter(line -> !line.isStored()).count();
    }

    /** Ends all waiting. */
    synchronized void close() {
        closed = true;
        online = false;
        notifyAll();
    }
}
