// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.Peer;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.segment.CurrentUser;
import io.shmooze.session.Deadlines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Owns the present peer of a mailbox and the session's state; lets threads wait for a peer. It is not the core's {@code
 * CurrentAttachment}, because a server stays attached to its mailbox while peers come and go, and only the number of
 * attached processes shows that.
 */
final class MailboxPeer {
    private static final long WATCHDOG_NS = TimeUnit.SECONDS.toNanos(1);
    /** While this side waits for something that wakes nobody, or while waking itself could wake another client. */
    private static final long RESTLESS_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final IntConsumer onShared;
    /** The mailbox, if a peer is there; else null. Guarded by this, as are the next two. */
    private MailboxAttachment attachment;
    private SessionState state = SessionState.RECONNECTING;
    private boolean begun;
    private volatile Peer peer = new Peer(0, true, "", "0", null);
    /** The number of other processes that were attached at the last look. */
    private volatile int others;
    /** The peer's process has ended, so the next look is due. */
    private volatile boolean processEnded;
    private long lookedNs;
    private DeathWatch watch;

    /**
     * Nobody is there yet.
     *
     * @param onShared is told when more than one other process is attached
     */
    MailboxPeer(IntConsumer onShared) {
        this.onShared = onShared;
    }

    // For any thread.

    /** The present peer, or the last one. */
    Peer peer() {
        return peer;
    }

    synchronized SessionState state() {
        return state;
    }

    /** Marks a peer that does not read its messages, or unmarks it. */
    synchronized void unresponsive(boolean silent) {
        if (attachment != null) {
            state = silent ? SessionState.UNRESPONSIVE : SessionState.OPEN;
        }
    }

    /**
     * The mailbox with a peer.
     *
     * @return null if there is no peer now
     * @throws SessionClosedException if there will be none any more
     */
    synchronized MailboxAttachment attachment() {
        if (state == SessionState.CLOSED) {
            throw new SessionClosedException("The mailbox is closed");
        }
        return attachment;
    }

    /** Waits for the first look. */
    synchronized void awaitFirst() {
        try {
            while (!begun) {
                wait();
            }
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    /** Waits for a peer to come or for the session to end, at most that long. May return early. */
    synchronized void await(long timeoutNs) throws InterruptedException {
        if (timeoutNs > 0 && attachment == null && state != SessionState.CLOSED) {
            wait(TimeUnit.NANOSECONDS.toMillis(timeoutNs) + 1);
        }
    }

    /** Ends the wait of the mailbox's own thread. */
    void wake(MailboxAttachment on) {
        if (!isShared(on)) {
            on.wakeHere();
        }
    }

    /** Whether other clients wait for the same wake-ups. */
    private boolean isShared(MailboxAttachment on) {
        return on.end() == QtEnd.CLIENT && others > 1;
    }

    // For the mailbox's own thread.

    /** How long it is until the next look. */
    long dueNs(MailboxAttachment on) {
        if (processEnded) {
            return 0;
        }
        long intervalNs = on.isRestless() || isShared(on) ? RESTLESS_NS : WATCHDOG_NS;
        return Math.max(0, intervalNs - (System.nanoTime() - lookedNs));
    }

    /** Looks for other attached processes, and makes sure that both sides still use the same semaphores. */
    Attached look(MailboxAttachment on) {
        lookedNs = System.nanoTime();
        processEnded = false;
        on.follow();
        return on.others();
    }

    /** Whether the present peer is not among these. */
    boolean isGone(Attached present) {
        boolean replaced = present.pid() != peer.pid() && present.pid() != 0 && !Attached.isAlive(peer.pid());
        return attachment() != null && (present.count() == 0 || replaced);
    }

    /** A peer has come. */
    void arrived(MailboxAttachment on, long pid) {
        peer = new Peer(pid, true, user(pid), Long.toString(pid), null);
        watch = DeathWatch.begin(pid, () -> {
            processEnded = true;
            wake(on);
        });
        change(on, SessionState.OPEN);
    }

    private static String user(long pid) {
        try {
            return Files.getOwner(Path.of("/proc", Long.toString(pid))).getName();
        } catch (IOException e) {
            // It has ended, or is not known: only processes of this user and of root get at the segment.
            return CurrentUser.name();
        }
    }

    /** Tells the application of more processes than it knows of. */
    void tellShared(int count) {
        boolean more = count > 1 && count > others;
        others = count;
        if (more) {
            onShared.accept(count);
        }
    }

    /** The peer is gone, or this side leaves: no message goes into the mailbox any more. {@link #left} follows. */
    void leaving() {
        synchronized (this) {
            attachment = null;
        }
        if (watch != null) {
            watch.close();
        }
    }

    /** A client has left the mailbox, or a server has taken back the message that its peer has not read. */
    void left(SessionState next) {
        change(null, next);
    }

    private synchronized void change(MailboxAttachment newAttachment, SessionState newState) {
        attachment = newAttachment;
        state = newState;
        begun = true;
        notifyAll();
    }
}
