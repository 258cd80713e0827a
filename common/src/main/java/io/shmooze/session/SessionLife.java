// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.Peer;
import io.shmooze.ProtocolException;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.ShmoozeException;
import io.shmooze.WaitStrategy;
import io.shmooze.fault.FailPoint;
import io.shmooze.lane.Unacknowledged;
import io.shmooze.wait.SessionThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The life of a session: its own thread runs it from the first link to the last, and any thread may begin its end.
 *
 * <p><b>Guarantees.</b> Links follow one another: the old one is taken from both halves, and what the peer had not
 * acknowledged is put before everything else that waits, before the next one is given to them. Nothing that a callback
 * or a peer does ends the thread before the session's end is reported.
 */
final class SessionLife {
    private final SessionOptions options;
    private final LinkSource source;
    private final Attachment attachment;
    private final Outgoing outgoing;
    private final Incoming incoming;
    private final Callbacks callbacks;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final LinkCounts counts = new LinkCounts();
    private volatile Peer peer;
    /** What the last link left unacknowledged, until it is in the outbox again or reported. For the own thread. */
    private List<Unacknowledged> collected = List.of();

    SessionLife(SessionOptions options, LinkSource source, Attachment attachment, Outgoing outgoing, Incoming incoming,
                Callbacks callbacks) {
        this.options = options;
        this.source = source;
        this.attachment = attachment;
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.callbacks = callbacks;
    }

    /** The present peer, or the last one. */
    Peer peer() {
        return peer;
    }

    LinkCounts counts() {
        return counts;
    }

    /** Makes a link usable by other threads. */
    void attach(Link first) {
        peer = first.peer;
        counts.follow(first.doorbell);
        incoming.attach(first);
        outgoing.attach(first);
        attachment.set(first, SessionState.OPEN);
        if (outgoing.outbox().longest() > first.maxMessageLength) {
            first.fail(new ProtocolException("A message of " + outgoing.outbox().longest()
                    + " bytes is to be sent again, over the new peer's limit of " + first.maxMessageLength));
        }
        if (closing.get()) {
            first.close();
        }
    }

    /** Serves the link that was attached, and those that follow, until the session is over. For its own thread. */
    void run() {
        try {
            Link link = attachment.current();
            while (link != null) {
                callbacks.attached();
                guard(link);
                link = replace(link);
            }
        } finally {
            attachment.set(null, SessionState.CLOSED);
            ended.countDown();
        }
    }

    /** Ends a link, in good order if that is possible; returns the next one, or null. */
    private Link replace(Link link) {
        try {
            return detach(link);
        } catch (Throwable e) {
            link.fail(e);
            callbacks.error(e);
            end(DetachReason.FAILED, link.failure());
            return null;
        }
    }

    /** Survives a second error in the midst of handling a first one, as a truncated segment can cause. */
    private void guard(Link link) {
        try {
            serve(link);
        } catch (Throwable e) {
            link.fail(e);
        }
    }

    private void serve(Link link) {
        try {
            if (options.messageListener() == null) {
                watch(link);
            } else {
                listen(link);
            }
            link.probe();
        } catch (ProtocolException | InternalError e) {
            link.fail(e);
        } catch (Throwable e) {
            link.fail(e);
            callbacks.error(e);
        }
    }

    private void listen(Link link) {
        if (options.waitStrategy() == WaitStrategy.SPINNING) {
            link.doorbell.startReader();
        }
        boolean over;
        boolean any;
        do {
            // Looked at first: when the peer has hung up, everything it published is visible to what follows.
            over = link.isOver();
            if (over) {
                incoming.expectEnd();
            }
            any = incoming.deliver(callbacks::message);
            outgoing.drain();
            if (!any && !over) {
                link.arrivals.listen(() -> link.reader.available() || outgoing.hasDrainable(link));
            }
        } while (any || !over);
    }

    /** For an application that polls: only the bells of an outbox and the end matter to this thread. */
    private void watch(Link link) {
        while (!link.isOver()) {
            long seen = link.doorbell.bells();
            outgoing.drain();
            link.probe();
            link.doorbell.listen(seen);
        }
    }

    private Link detach(Link link) {
        attachment.set(null, attachment.state());
        incoming.detach(options.messageListener() == null && !link.isClosedHere());
        collected = outgoing.detach();
        DetachReason reason = link.reason();
        String failure = link.failure();
        link.doorbell.close();
        link.retire();
        if (closing.get() || reason == DetachReason.FAILED) {
            end(reason, failure);
            return null;
        }
        return reconnect(reason);
    }

    private Link reconnect(DetachReason reason) {
        if (source.isFinal()) {
            end(reason, null);
            return null;
        }
        FailPoint.RECOVERY_COLLECTED.reached();
        outgoing.outbox().sendAgain(collected);
        collected = List.of();
        attachment.set(null, SessionState.RECONNECTING);
        callbacks.detached(new Detachment(reason, peer, null, List.of()));
        // A callback may have left it set; it was not meant for the attempts to connect.
        Thread.interrupted();
        try {
            Link next = source.next();
            if (next != null) {
                attachAgain(next);
                return next;
            }
            end(DetachReason.CLOSED_HERE, null);
        } catch (ShmoozeException e) {
            end(reason, e.getMessage());
        }
        return null;
    }

    private void attachAgain(Link next) {
        try {
            FailPoint.RECOVERY_ATTACHED.reached();
            attach(next);
        } catch (Throwable e) {
            // Nobody else would hang up, and the server would wait for this client as long as its process lives.
            next.fail(e);
            throw e;
        }
    }

    private void end(DetachReason reason, String detail) {
        List<Message> left = new ArrayList<>();
        for (Unacknowledged message : collected) {
            left.add(Messages.keep(message, peer));
        }
        for (Unacknowledged message : outgoing.outbox().close()) {
            left.add(Messages.keep(message, peer));
        }
        attachment.set(null, SessionState.CLOSED);
        callbacks.detached(new Detachment(reason, peer, detail, List.copyOf(left)));
    }

    /** Ends the session, after the outbox has had until the deadline to empty. */
    void beginClose(long deadlineNs) {
        boolean first = closing.compareAndSet(false, true);
        boolean inCallback = isInCallback();
        if (first) {
            source.cancel();
            if (attachment.state() == SessionState.OPEN && !inCallback) {
                outgoing.drain(deadlineNs);
                drainIncoming(deadlineNs);
            }
        }
        Link link = attachment.current();
        // A callback's message must stay unacknowledged even if another thread has begun to close, and waits.
        if (link != null && (first || inCallback)) {
            link.close();
        }
    }

    /** What the peer has published before, the answer to the last message perhaps, is still handed out. */
    private void drainIncoming(long deadlineNs) {
        try {
            if (options.messageListener() != null) {
                incoming.awaitDrained(deadlineNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end, but not in a callback, and no longer than told: a callback may not return. */
    void awaitEnd(long deadlineNs) {
        if (isInCallback()) {
            return;
        }
        try {
            ended.await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a thread of the application gets whom the error of a truncated segment has struck on its way out. */
    SessionClosedException truncated(InternalError error) {
        Link link = attachment.current();
        if (link != null) {
            link.fail(error);
        }
        return new SessionClosedException("The segment can no longer be read: the peer has truncated it", error);
    }

    /** Whether the calling thread must not wait for the peer: it is a session's own, or in a callback of this one. */
    boolean isInCallback() {
        return SessionThread.isCurrent() || incoming.isInCallback();
    }
}
