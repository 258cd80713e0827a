// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Peer;
import io.shmooze.SessionState;
import io.shmooze.ShmoozeException;
import io.shmooze.UnavailableException;
import io.shmooze.session.Callbacks;
import io.shmooze.session.Deadlines;
import io.shmooze.session.KeptMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The life of a mailbox session, on a thread of its own: opens the mailbox, takes what arrives, sees who comes and
 * goes.
 *
 * <p>Nothing tells a process that another one has attached or detached, so this looks twenty times a second. The same
 * look finds a message whose wake-up is missing, as when its sender has ended.
 */
final class MailboxLife {
    private static final long HEARTBEAT_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long ATTEMPT_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final MailboxOpener opener;
    private final boolean server;
    private final Duration reconnectTimeout;
    private final Presence presence;
    private final MailboxSender sender;
    private final MailboxReceiver receiver;
    private final Callbacks callbacks;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Peer peer = new Peer(0, "", "0");
    private volatile long blankWakeUps;
    private volatile long sleeps;
    private volatile MailboxLink link;
    private volatile Thread thread;
    private String endDetail;
    private long lookedNs;
    private DeathWatch watch;
    /** The peer's process has ended, so it has to be looked at once. */
    private volatile boolean bereft;

    MailboxLife(MailboxOpener opener, QtEnd end, Duration reconnectTimeout, Presence presence, MailboxSender sender,
                MailboxReceiver receiver, Callbacks callbacks) {
        this.opener = opener;
        this.server = end == QtEnd.SERVER;
        this.reconnectTimeout = reconnectTimeout;
        this.presence = presence;
        this.sender = sender;
        this.receiver = receiver;
        this.callbacks = callbacks;
    }

    /** Opens the mailbox for the first time; a client waits for its server. */
    void open(Duration timeout) {
        link = await(timeout);
        if (link == null) {
            throw nobody(timeout);
        }
    }

    private UnavailableException nobody(Duration timeout) {
        return new UnavailableException("No program serves " + opener.description() + " within " + timeout.toMillis()
                + " ms: start it, or give this program its keys and its TMPDIR");
    }

    private MailboxLink await(Duration timeout) {
        long deadlineNs = Deadlines.after(timeout);
        MailboxLink opened = opener.open();
        while (opened == null && !closing.get() && !Deadlines.isOver(deadlineNs)) {
            LockSupport.parkNanos(ATTEMPT_NS);
            opened = opener.open();
        }
        return opened;
    }

    /** To be called on the mailbox's own thread, once it is open. */
    void run() {
        thread = Thread.currentThread();
        try {
            while (link != null) {
                serve(link);
                link = next();
            }
        } catch (ShmoozeException e) {
            endDetail = e.getMessage();
        } finally {
            end();
        }
    }

    private void serve(MailboxLink now) {
        Pause pause = new Pause();
        boolean pending = false;
        watch(now);
        while (!closing.get() && (server || now.equals(present()))) {
            boolean woken = now.awaitArrival(waitNs(pending, pause));
            boolean due = bereft || System.nanoTime() - lookedNs >= HEARTBEAT_NS;
            if (woken || pending) {
                pending = take(now, now.take(), woken);
            } else if (due) {
                take(now, now.takeLingering(), false);
            }
            if (woken || sender.waiting() > 0 && sender.drain(now)) {
                pause.restart();
            }
            if (due) {
                watch(now);
            }
        }
    }

    private MailboxLink present() {
        return presence.current();
    }

    private long waitNs(boolean pending, Pause pause) {
        if (pending || sender.waiting() > 0 && present() != null) {
            return pause.nextNs();
        }
        sleeps++;
        return HEARTBEAT_NS;
    }

    /** Handles what was found; true if it has to be looked again soon. */
    private boolean take(MailboxLink now, Look look, boolean woken) {
        if (look == Look.TAKEN) {
            byte[] message = now.message();
            if (present() == null) {
                watch(now);
            }
            deliver(message);
        } else if (look == Look.CLEAR && woken && !bereft) {
            blankWakeUps++;
        }
        return look == Look.UNCERTAIN || look == Look.LOCKED;
    }

    private void deliver(byte[] message) {
        try {
            receiver.deliver(message, peer, this);
        } catch (Throwable e) {
            callbacks.error(e);
        }
    }

    /** Sees who has come or gone. */
    private void watch(MailboxLink now) {
        lookedNs = System.nanoTime();
        bereft = false;
        now.follow();
        Attached others = now.others();
        boolean was = present() != null;
        boolean replaced = was && others.pid() != peer.pid() && others.pid() != 0 && !Attached.isAlive(peer.pid());
        if (was && (others.count() == 0 || replaced)) {
            lose(now);
        }
        if (others.count() > 0 && present() == null) {
            peer = Peers.of(others.pid());
            watch = DeathWatch.begin(peer.pid(), () -> mourn(now));
            presence.set(now, SessionState.OPEN);
            callbacks.attached();
        }
    }

    private void mourn(MailboxLink now) {
        bereft = true;
        now.wakeHere();
    }

    /** The peer is gone: what it has left is delivered, what it has not read is kept for the next one. */
    private void lose(MailboxLink now) {
        watch.close();
        if (now.take() == Look.TAKEN) {
            deliver(now.message());
        }
        sender.takeBack(now);
        if (server || !reconnectTimeout.isZero()) {
            callbacks.detached(new Detachment(DetachReason.CLOSED_BY_PEER, peer, null, List.of()));
        }
    }

    private MailboxLink next() {
        link.close(closing.get());
        MailboxLink opened = closing.get() ? null : await(reconnectTimeout);
        if (opened == null) {
            link.removeRest();
            endDetail = nobody(reconnectTimeout).getMessage();
        }
        return opened;
    }

    private void end() {
        try {
            if (watch != null) {
                watch.close();
            }
            if (link != null) {
                link.close(true);
            }
        } finally {
            presence.set(null, SessionState.CLOSED);
            DetachReason reason = closing.get() ? DetachReason.CLOSED_HERE
                    : endDetail == null ? DetachReason.FAILED : DetachReason.CLOSED_BY_PEER;
            List<Message> left = sender.close().stream().map(this::keep).toList();
            callbacks.detached(new Detachment(reason, peer, endDetail, left));
            ended.countDown();
        }
    }

    private Message keep(byte[] message) {
        return new KeptMessage(MessageKind.TEXT, message, false, peer);
    }

    /** Ends the session; waits for that unless called in a callback. */
    void close(long deadlineNs) {
        boolean inCallback = isInCallback();
        if (closing.compareAndSet(false, true) && thread == null) {
            return;
        }
        try {
            if (!inCallback) {
                ended.await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isClosing() {
        return closing.get();
    }

    boolean isInCallback() {
        return Thread.currentThread() == thread;
    }

    Peer peer() {
        return peer;
    }

    QtCounts counts() {
        MailboxLink now = link;
        return new QtCounts(now == null ? 0 : now.overwrites(), blankWakeUps);
    }

    long sleeps() {
        return sleeps;
    }
}
