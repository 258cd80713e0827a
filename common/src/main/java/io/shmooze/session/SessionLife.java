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
import io.shmooze.fault.FailPoint;
import io.shmooze.lane.Unacknowledged;
import java.util.ArrayList;
import java.util.List;

/**
 * The life of a session on its own thread, from the first link to the last: {@link LinkService} serves each of them,
 * and {@link SessionClosing} says when there is to be no other.
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
    private final LinkService service;
    private final SessionClosing closing;
    private final LinkCounts counts = new LinkCounts();
    private volatile Peer peer;
    /** What the last link left unacknowledged, until it is in the outbox again or reported. For the own thread. */
    private List<Unacknowledged> collected = List.of();

    SessionLife(SessionOptions options, LinkSource source, Attachment attachment, Outgoing outgoing, Incoming incoming,
                Callbacks callbacks, SessionClosing closing) {
        this.options = options;
        this.source = source;
        this.attachment = attachment;
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.callbacks = callbacks;
        this.service = new LinkService(options, outgoing.lock(), incoming, callbacks);
        this.closing = closing;
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
        closing.attached(first);
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
            closing.ended();
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
            service.serve(link);
        } catch (Throwable e) {
            link.fail(e);
        }
    }

    private Link detach(Link link) {
        attachment.set(null, attachment.state());
        incoming.detach(options.messageListener() == null && !link.isClosedHere());
        collected = outgoing.detach();
        DetachReason reason = link.reason();
        String failure = link.failure();
        link.doorbell.close();
        link.users.retire();
        if (closing.hasBegun() || reason == DetachReason.FAILED) {
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

    /** What a thread of the application gets whom the error of a truncated segment has struck on its way out. */
    SessionClosedException truncated(InternalError error) {
        Link link = attachment.current();
        if (link != null) {
            link.fail(error);
        }
        return new SessionClosedException("The segment can no longer be read: the peer has truncated it", error);
    }
}
