// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageRefusedException;
import io.shmooze.Peer;
import io.shmooze.SessionState;
import io.shmooze.ShmoozeException;
import io.shmooze.session.Callbacks;
import io.shmooze.session.Deadlines;
import io.shmooze.session.MessageCopy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The life of a mailbox session, on a thread of its own: opens the mailbox and takes what arrives, while {@link
 * MailboxAttendance} looks who comes and goes. At each such look, a message is found whose wake-up is missing, as when
 * its sender has ended.
 */
final class MailboxLife {
    private final MailboxOpener opener;
    private final boolean server;
    private final Duration reconnectTimeout;
    private final Presence presence;
    private final MailboxSender sender;
    private final MailboxReceiver receiver;
    private final Callbacks callbacks;
    private final MailboxAttendance attendance;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long blankWakeUps;
    private volatile long sleeps;
    /** Of the links before the present one. Guarded by this. */
    private QtCounts past = new QtCounts(0, 0, 0);
    private volatile MailboxLink link;
    private volatile Thread thread;
    /** One line for people about the end; null if there is nothing to add. For the own thread, as below. */
    private String endDetail;
    /** What ended the session; null if nothing went wrong. */
    private Throwable failure;

    MailboxLife(MailboxOpener opener, QtEnd end, Duration reconnectTimeout, Presence presence, MailboxSender sender,
                MailboxReceiver receiver, Callbacks callbacks, IntConsumer onShared) {
        this.opener = opener;
        this.server = end == QtEnd.SERVER;
        this.reconnectTimeout = reconnectTimeout;
        this.presence = presence;
        this.sender = sender;
        this.receiver = receiver;
        this.callbacks = callbacks;
        this.attendance = new MailboxAttendance(presence, callbacks, this::lose, onShared);
    }

    /** Opens the mailbox for the first time; a client waits for its server. */
    void open(Duration timeout) {
        link = opener.await(timeout, closing::get);
        if (link == null) {
            throw opener.nobody(timeout);
        }
        sender.opened(link);
    }

    /** To be called on the mailbox's own thread, once it is open. */
    void run() {
        thread = Thread.currentThread();
        try {
            do {
                serve(link);
            } while (!closing.get() && openNext());
        } catch (Throwable e) {
            fail(e);
        }
        try {
            end();
        } finally {
            ended.countDown();
        }
    }

    private void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        } else {
            failure.addSuppressed(e);
        }
    }

    private void serve(MailboxLink now) {
        Pause pause = new Pause();
        boolean pending = false;
        attendance.look(now);
        while (!closing.get() && (server || now.equals(presence.current()))) {
            boolean alone = presence.current() == null && now.seesVisitors();
            long waitNs = waitNs(now, pending, pause);
            boolean visited = alone && now.awaitVisitor(waitNs);
            boolean woken = !alone && now.awaitArrival(waitNs);
            boolean due = visited || attendance.dueNs(now) == 0;
            if (woken || pending) {
                pending = take(now, now.take(), woken);
            } else if (due) {
                take(now, now.takeLingering(), false);
            }
            if (woken || sender.waiting() > 0 && drain(now)) {
                pause.restart();
            }
            if (due) {
                attendance.look(now);
            }
        }
    }

    private boolean drain(MailboxLink now) {
        try {
            return sender.drain(now);
        } catch (MessageRefusedException e) {
            callbacks.error(e);
            return true;
        }
    }

    private long waitNs(MailboxLink now, boolean pending, Pause pause) {
        if (pending || sender.waiting() > 0 && presence.current() != null) {
            return pause.nextNs();
        }
        sleeps++;
        return attendance.dueNs(now);
    }

    /** Handles what was found; true if it has to be looked again soon. */
    private boolean take(MailboxLink now, Look look, boolean woken) {
        if (look == Look.TAKEN) {
            byte[] message = now.message();
            if (presence.current() == null) {
                attendance.look(now);
            }
            deliver(message);
        } else if (look == Look.CLEAR && woken && !now.wasNudge()) {
            blankWakeUps++;
        }
        return look == Look.UNCERTAIN || look == Look.LOCKED;
    }

    private void deliver(byte[] message) {
        try {
            receiver.deliver(message, peer());
        } catch (Throwable e) {
            callbacks.error(e);
        }
    }

    /** The peer is gone: what it has left is delivered, what it has not read is kept for the next one. */
    private void lose(MailboxLink now) {
        if (now.take() == Look.TAKEN) {
            deliver(now.message());
        }
        sender.takeBack(now);
        if (!server && now.others().count() == 0) {
            // Before anybody sees or hears of it and starts the next server, in whose way it is.
            now.close(false);
        }
        presence.set(null, SessionState.RECONNECTING);
        if (server || !reconnectTimeout.isZero()) {
            callbacks.detached(new Detachment(DetachReason.CLOSED_BY_PEER, peer(), null, List.of()));
        }
    }

    /** False if there is no next server in time. */
    private boolean openNext() {
        link.close(false);
        MailboxLink opened = null;
        try {
            opened = opener.await(reconnectTimeout, closing::get);
        } catch (ShmoozeException e) {
            endDetail = e.getMessage();
            return false;
        }
        if (opened != null) {
            sender.opened(opened);
            replace(opened);
        } else if (!closing.get()) {
            endDetail = opener.nobody(reconnectTimeout).getMessage();
        }
        return opened != null;
    }

    private synchronized void replace(MailboxLink opened) {
        past = counts();
        link = opened;
    }

    private void end() {
        attendance.close();
        attempt(() -> sender.takeBack(link));
        attempt(() -> link.close(true));
        presence.set(null, SessionState.CLOSED);
        receiver.end();
        boolean failed = failure != null && !closing.get();
        if (failure != null && !(failed && failure instanceof ShmoozeException)) {
            callbacks.error(failure);
        }
        DetachReason reason = closing.get() ? DetachReason.CLOSED_HERE
                : failed ? DetachReason.FAILED : DetachReason.CLOSED_BY_PEER;
        List<Message> left = sender.close().stream()
                .<Message>map(message -> new MessageCopy(MessageKind.TEXT, message, false, peer())).toList();
        callbacks.detached(new Detachment(reason, peer(), failed ? failure.getMessage() : endDetail, left));
    }

    /** What fails does not keep the rest of the end from happening. */
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Ends the session; waits for that unless called in a callback. */
    void close(long deadlineNs) {
        boolean inCallback = isInCallback();
        if (closing.compareAndSet(false, true) && thread == null) {
            return;
        }
        receiver.close();
        attendance.wake(link);
        LockSupport.unpark(thread);
        try {
            if (!inCallback) {
                ended.await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the session's end; false if it does not come in time. */
    boolean join(long deadlineNs) {
        if (isInCallback()) {
            throw new IllegalStateException("A callback cannot wait for the end of its own session: join elsewhere");
        }
        try {
            return ended.await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    boolean isInCallback() {
        return Thread.currentThread() == thread;
    }

    Peer peer() {
        return attendance.peer();
    }

    /** Of this mailbox and of all before it. */
    synchronized QtCounts counts() {
        MailboxLink now = link;
        return new QtCounts(past.overwrites() + now.overwrites(), past.mangled() + now.mangled(), blankWakeUps);
    }

    long sleeps() {
        return sleeps;
    }
}
