// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageRefusedException;
import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.ShmoozeException;
import io.shmooze.session.Callbacks;
import io.shmooze.session.Deadlines;
import io.shmooze.session.MessageCopy;
import io.shmooze.session.SessionOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The work of a mailbox session's own thread: open the mailbox, take messages that arrive, look for peers that come and
 * go, open the next mailbox, end. Owns the present mailbox, and whether the end was requested and has come. It is not
 * the core's {@code SessionLoop}, where each attachment has one peer and ends with it.
 */
final class MailboxLoop {
    private final SessionOptions options;
    private final MailboxOpener opener;
    private final MailboxPeer peer;
    private final MailboxSender sender;
    private final MailboxReceiver receiver;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long blankWakeUps;
    private volatile long sleeps;
    /** Of the mailboxes before the present one. Guarded by this. */
    private QtCounts past = new QtCounts(0, 0, 0);
    private volatile MailboxAttachment attachment;
    private volatile Thread thread;
    /** For the own thread, as are the next three. */
    private Session session;
    private Callbacks callbacks;
    /** One line for people about the end; null if there is nothing to add. */
    private String endDetail;
    /** The error that ended the session; null if nothing went wrong. */
    private Throwable failure;

    MailboxLoop(SessionOptions options, MailboxOpener opener, MailboxPeer peer, MailboxSender sender,
                MailboxReceiver receiver) {
        this.options = options;
        this.opener = opener;
        this.peer = peer;
        this.sender = sender;
        this.receiver = receiver;
    }

    /** Opens the mailbox for the first time; a client waits for its server. */
    void open(Duration timeout) {
        attachment = opener.await(timeout, closing::get);
        if (attachment == null) {
            throw opener.nobody(timeout);
        }
        sender.opened(attachment);
    }

    /** Serves the mailbox, once it is open, and those that follow, until the session is over. On its own thread. */
    void run(Session ofThis) {
        session = ofThis;
        callbacks = new Callbacks(options, ofThis);
        thread = Thread.currentThread();
        try {
            do {
                serve(attachment);
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

    private boolean isServer() {
        return opener.end() == QtEnd.SERVER;
    }

    private void serve(MailboxAttachment on) {
        Backoff backoff = new Backoff();
        boolean pending = false;
        look(on);
        while (!closing.get() && (isServer() || on.equals(peer.attachment()))) {
            boolean alone = peer.attachment() == null && on.seesVisitors();
            long waitNs = waitNs(on, pending, backoff);
            boolean visited = alone && on.awaitVisitor(waitNs);
            boolean woken = !alone && on.awaitArrival(waitNs);
            boolean due = visited || peer.dueNs(on) == 0;
            if (woken || pending) {
                pending = deliver(on, on.poll(), woken);
            } else if (due) {
                // Its wake-up may be missing, as when its sender has ended.
                deliver(on, on.pollLingering(), false);
            }
            if (woken || sender.waiting() > 0 && putOutbox(on)) {
                backoff.reset();
            }
            if (due) {
                look(on);
            }
        }
    }

    private boolean putOutbox(MailboxAttachment on) {
        try {
            return sender.putOutbox(on);
        } catch (MessageRefusedException e) {
            callbacks.error(e);
            return true;
        }
    }

    private long waitNs(MailboxAttachment on, boolean pending, Backoff backoff) {
        if (pending || sender.waiting() > 0 && peer.attachment() != null) {
            return backoff.nextNs();
        }
        sleeps++;
        return peer.dueNs(on);
    }

    /** Delivers a message that was found; true if the mailbox has to be polled again soon. */
    private boolean deliver(MailboxAttachment on, PollResult found, boolean woken) {
        if (found == PollResult.MESSAGE) {
            byte[] message = on.message();
            if (peer.attachment() == null) {
                look(on);
            }
            receiver.deliver(message, peer.peer(), session, callbacks);
        } else if (found == PollResult.CLEAR && woken && !on.wasNudge()) {
            blankWakeUps++;
        }
        return found == PollResult.UNCERTAIN || found == PollResult.LOCKED;
    }

    /** Sees peers that have come or gone. */
    private void look(MailboxAttachment on) {
        Attached others = peer.look(on);
        if (peer.isGone(others)) {
            lose(on, others.count() == 0);
        }
        if (others.count() > 0 && peer.attachment() == null) {
            peer.arrived(on, others.pid());
            callbacks.attached();
        }
        try {
            peer.tellShared(others.count());
        } catch (Throwable e) {
            callbacks.error(e);
        }
    }

    /** The peer is gone: its last message is delivered, and a message that it has not read goes to the next one. */
    private void lose(MailboxAttachment on, boolean alone) {
        if (on.poll() == PollResult.MESSAGE) {
            receiver.deliver(on.message(), peer.peer(), session, callbacks);
        }
        sender.takeBack(on);
        if (!isServer() && alone) {
            // First, because the next server cannot start while this side is attached.
            on.close(false);
        }
        peer.left(SessionState.RECONNECTING);
        if (isServer() || opener.opensNext()) {
            callbacks.detached(new Detachment(DetachReason.CLOSED_BY_PEER, peer.peer(), null, List.of()));
        }
    }

    /** False if there is no next server in time. */
    private boolean openNext() {
        attachment.close(false);
        try {
            MailboxAttachment next = opener.awaitNext(closing::get);
            if (next == null) {
                return false;
            }
            sender.opened(next);
            replace(next);
            return true;
        } catch (ShmoozeException e) {
            endDetail = e.getMessage();
            return false;
        }
    }

    private synchronized void replace(MailboxAttachment next) {
        past = counts();
        attachment = next;
    }

    private void end() {
        attempt(() -> sender.takeBack(attachment));
        attempt(() -> attachment.close(true));
        peer.left(SessionState.CLOSED);
        receiver.end();
        boolean failed = failure != null && !closing.get();
        if (failure != null && !(failed && failure instanceof ShmoozeException)) {
            callbacks.error(failure);
        }
        DetachReason reason = closing.get() ? DetachReason.CLOSED_HERE
                : failed ? DetachReason.FAILED : DetachReason.CLOSED_BY_PEER;
        List<Message> left = sender.close().stream()
                .<Message>map(message -> new MessageCopy(MessageKind.TEXT, message, false, peer.peer())).toList();
        callbacks.detached(new Detachment(reason, peer.peer(), failed ? failure.getMessage() : endDetail, left));
    }

    /** A step that fails does not keep the rest of the end from happening. */
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            fail(e);
        }
    }

    // For any thread.

    /** Ends the session; waits for that unless called in a callback. */
    void close(long deadlineNs) {
        boolean inCallback = isInCallback();
        if (closing.compareAndSet(false, true) && thread == null) {
            return;
        }
        receiver.close();
        peer.wake(attachment);
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
        try {
            return ended.await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    /** Whether the calling thread is inside a callback of this session. */
    boolean isInCallback() {
        return Thread.currentThread() == thread || receiver.isInCallback();
    }

    /** Of this mailbox and of all before it. */
    synchronized QtCounts counts() {
        MailboxAttachment on = attachment;
        return new QtCounts(past.overwrites() + on.overwrites(), past.mangled() + on.mangled(), blankWakeUps);
    }

    long sleeps() {
        return sleeps;
    }
}
