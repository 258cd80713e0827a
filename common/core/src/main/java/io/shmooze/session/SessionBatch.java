// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Batch;
import io.shmooze.MessageKind;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import java.nio.ByteBuffer;

/**
 * The batch of the thread that holds the write lock. Owns which thread that is. The same object serves every batch of a
 * session, so that a batch allocates nothing.
 *
 * <p><b>No lost wake-up.</b> Each message is published by its release store, and the peer's epoch is looked at without
 * a fence. Such a look may miss a peer that is just falling asleep. Before the batch waits for anything, and before it
 * gives the lock back, it posts with a fence ({@link OutgoingLane#post}). That fence comes after the store of every
 * message of the batch. So the argument of {@link io.shmooze.wait.EventCount} holds for all of them: either the peer,
 * after its own fence, finds the first message that it has not read, or the post finds the peer's epoch odd.
 */
final class SessionBatch implements Batch {
    private static final long NOBODY = 0;

    private final CurrentAttachment current;
    private final SendingEnd sending;
    private final BlockingSender blocking;
    /** The id of the thread whose batch is open; else {@link #NOBODY}. */
    private volatile long owner = NOBODY;

    SessionBatch(CurrentAttachment current, SendingEnd sending, BlockingSender blocking) {
        this.current = current;
        this.sending = sending;
        this.blocking = blocking;
    }

    /** Waits for the write lock, and holds it until {@link #close}. Not for callbacks. */
    Batch begin() {
        if (current.state() == SessionState.CLOSED) {
            throw current.closed();
        }
        try {
            sending.lockForBatch();
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
        owner = Thread.currentThread().getId();
        return this;
    }

    @Override
    public void send(MessageKind kind, ByteBuffer payload) {
        if (!isOpenHere()) {
            throw new IllegalStateException("The calling thread does not hold this batch");
        }
        try {
            if (!sending.publishInBatch(kind, payload)) {
                sendWithoutLock(kind, payload);
            }
        } catch (InternalError e) {
            throw struck(e);
        }
    }

    /**
     * Sends as threads without a batch do: they wait for room, for the outbox, or for the next attachment. Another
     * thread may have a batch meanwhile.
     */
    private void sendWithoutLock(MessageKind kind, ByteBuffer payload) {
        owner = NOBODY;
        sending.unlockForBatch();
        try {
            blocking.send(kind, payload, Deadlines.never());
        } finally {
            sending.relockForBatch();
            owner = Thread.currentThread().getId();
        }
    }

    @Override
    public void close() {
        if (isOpenHere()) {
            owner = NOBODY;
            try {
                sending.unlockForBatch();
            } catch (InternalError e) {
                throw struck(e);
            }
        }
    }

    private boolean isOpenHere() {
        return owner == Thread.currentThread().getId();
    }

    /** The error of a truncated segment leaves nothing to send, so this thread gives back whatever it holds. */
    private SessionClosedException struck(InternalError error) {
        owner = NOBODY;
        sending.releaseBatch();
        return current.failTruncated(error);
    }
}
