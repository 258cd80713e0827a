// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.SessionState;
import io.shmooze.wait.SessionThread;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The end of a session that this side wants: any thread may begin it and wait for it; the session's own thread, in
 * {@link SessionLife}, gets there.
 *
 * <p><b>Guarantees.</b> No link escapes a close: who closes stores that it has begun and then looks for the present
 * link, and the session's thread stores the present link and then calls {@link #attached}, which looks whether a close
 * has begun. Both words are volatile, so at least one of the two sees the other's store, and closes the link.
 */
final class SessionClosing {
    private final SessionOptions options;
    private final LinkSource source;
    private final Attachment attachment;
    private final Outgoing outgoing;
    private final Incoming incoming;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    SessionClosing(SessionOptions options, LinkSource source, Attachment attachment, Outgoing outgoing,
                   Incoming incoming) {
        this.options = options;
        this.source = source;
        this.attachment = attachment;
        this.outgoing = outgoing;
        this.incoming = incoming;
    }

    boolean hasBegun() {
        return begun.get();
    }

    /** The link is now the present one. For the session's own thread. */
    void attached(Link link) {
        if (begun.get()) {
            link.close();
        }
    }

    /** The session is over, and everything reported. For the session's own thread. */
    void ended() {
        ended.countDown();
    }

    /** Ends the session, after the outbox has had until the deadline to empty. */
    void beginClose(long deadlineNs) {
        boolean first = begun.compareAndSet(false, true);
        boolean inCallback = isInCallback();
        if (first) {
            source.cancel();
            if (attachment.state() == SessionState.OPEN && !inCallback) {
                outgoing.waiting().drain(deadlineNs);
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

    /** Waits for the end; false if it does not come in time. */
    boolean join(long deadlineNs) {
        if (incoming.isInCallback()) {
            throw new IllegalStateException("A callback cannot wait for the end of its own session: join elsewhere");
        }
        try {
            return ended.await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    /** Whether the calling thread must not wait for the peer: it is a session's own, or in a callback of this one. */
    boolean isInCallback() {
        return SessionThread.isCurrent() || incoming.isInCallback();
    }
}
