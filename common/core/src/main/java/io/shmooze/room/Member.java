// SPDX-License-Identifier: Apache-2.0
package io.shmooze.room;

import io.shmooze.MessageKind;
import io.shmooze.MessageRefusedException;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A member of a room: its session and its name, how long the room may still wait for it, and how many lines it did not
 * get.
 */
final class Member {
    private static final Duration LONG = Duration.ofHours(1);
    /** A slow member may take this part of the room's time. */
    private static final int SHARE = 10;

    private final Session session;
    /** Guarded by the room. */
    private String name;
    /** Held while a line is sent, and by a new member until it has got what was said before. */
    private final ReentrantLock lines = new ReentrantLock();
    private final AtomicLong leftOut = new AtomicLong();
    /** Null to wait as long as it takes. */
    private final Duration patience;
    /** Guarded by {@link #lines}. */
    private long creditNs;
    private long creditedAtNs;

    Member(Session session, Duration patience) {
        this.session = session;
        this.patience = patience;
        this.creditNs = patience == null ? 0 : patience.toNanos();
        this.creditedAtNs = System.nanoTime();
    }

    Session session() {
        return session;
    }

    String name() {
        return name;
    }

    void name(String given) {
        name = given;
    }

    ReentrantLock lines() {
        return lines;
    }

    /**
     * Sends a line, and waits for space as long as the room's patience allows. Else the line is left out, and the
     * member is told so before its next line.
     */
    void sendLine(MessageKind kind, ByteBuffer payload) {
        lines.lock();
        try {
            if (patience == null) {
                sendWithoutLimit(kind, payload);
            } else if (!confess() || !sendWithin(kind, payload)) {
                leftOut.incrementAndGet();
            }
        } finally {
            lines.unlock();
        }
    }

    /** Sends what was said before. A member that has no space for all of it misses the newest of it. */
    void remind(List<RoomHistory.Said> earlier) {
        boolean taken = true;
        for (int i = 0; i < earlier.size() && taken; i++) {
            RoomHistory.Said line = earlier.get(i);
            try {
                taken = session.enqueue(line.kind(), RoomLines.earlier(line.payload()));
            } catch (MessageRefusedException e) {
                // It is over the limit of this member.
                taken = true;
            } catch (SessionClosedException e) {
                // Its detachment is reported next.
                taken = false;
            }
        }
    }

    /** Sends a notice. A member that reads slowly delays lines, but not the notices. */
    void sendNotice(ByteBuffer notice) {
        if (session.enqueue(MessageKind.TEXT, notice)) {
            return;
        }
        if (patience == null) {
            sendWithoutLimit(MessageKind.TEXT, notice);
        } else {
            leftOut.incrementAndGet();
        }
    }

    /** Tells the member that something was left out; false if that has to wait. */
    private boolean confess() {
        long count = leftOut.get();
        if (count == 0) {
            return true;
        }
        ByteBuffer notice = RoomLines.notice((count == 1 ? "1 line was" : count + " lines were")
                + " left out for you, because you read too slowly");
        if (!sendWithin(MessageKind.TEXT, notice)) {
            return false;
        }
        leftOut.addAndGet(-count);
        return true;
    }

    private boolean sendWithin(MessageKind kind, ByteBuffer payload) {
        if (session.offer(kind, payload)) {
            return true;
        }
        long startNs = System.nanoTime();
        creditNs = Math.min(patience.toNanos(), creditNs + (startNs - creditedAtNs) / SHARE);
        creditedAtNs = startNs;
        try {
            session.send(kind, payload, Duration.ofNanos(creditNs));
            return true;
        } catch (SessionTimeoutException e) {
            return false;
        } finally {
            long endNs = System.nanoTime();
            creditNs = Math.max(0, creditNs - (endNs - startNs));
            creditedAtNs = endNs;
        }
    }

    private void sendWithoutLimit(MessageKind kind, ByteBuffer payload) {
        boolean done = false;
        while (!done) {
            try {
                session.send(kind, payload, LONG);
                done = true;
            } catch (SessionTimeoutException e) {
                // The member is alive, and no message may be lost.
                done = false;
            }
        }
    }
}
