// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Claim;
import io.shmooze.MessageKind;
import io.shmooze.MessageTooLongException;
import io.shmooze.OutboxFullException;
import io.shmooze.SessionState;
import io.shmooze.lane.UnacknowledgedMessage;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The sending end of a session. Owns the write lock, which guards the outgoing lane of the present attachment; the
 * outbox; and the claim. Sends without blocking; {@link BlockingSender} waits for the peer.
 *
 * <p><b>Guarantees.</b> Frames of different messages do not mix, because the write lock is held from a message's
 * first frame to its last. Messages of one thread stay in order, because the messages in the outbox go first. A
 * callback never waits for the lock, so two sides that answer each other from their callbacks with full lanes both go
 * on reading.
 *
 * <p>Two threads cannot leave a message in the outbox to each other. A thread first stores that the outbox is to be
 * published, and then tries to get the lock. If it does not get it, the holder looks for that store after giving the
 * lock back ({@link #unlock}).
 */
final class SendingEnd {
    private final CurrentAttachment current;
    private final int maxMessageLength;
    private final Outbox outbox;
    private final LimitedLog refusals;
    private final LaneLock lock = new LaneLock();
    private final PendingMessage direct = new PendingMessage();
    private final LaneClaim claim = new LaneClaim(this);
    /** Whether the lock's holder has to publish the outbox, because another thread did not get the lock for that. */
    private volatile boolean publishDue;

    SendingEnd(CurrentAttachment current, int maxMessageLength) {
        this.current = current;
        this.maxMessageLength = maxMessageLength;
        this.outbox = new Outbox(maxMessageLength);
        this.refusals = new LimitedLog(current);
    }

    /**
     * Publishes the message if it need not wait; puts one that is longer than the lane into the outbox, if it is empty.
     */
    boolean offer(MessageKind kind, ByteBuffer payload) {
        if (publishNow(kind, payload)) {
            return true;
        }
        check(payload.remaining());
        if (!lock.tryLock()) {
            return false;
        }
        try {
            OutgoingLane lane = lane();
            if (lane == null || !outbox.publish(lane)) {
                return false;
            }
            if (lane.canHold(payload.remaining())) {
                return publishIfItFits(lane, kind, payload);
            }
            outbox.add(kind, payload);
            return true;
        } catch (OutboxFullException filledMeanwhile) {
            return false;
        } finally {
            unlock();
        }
    }

    /** Publishes the message, or puts it into the outbox. */
    void sendWithoutWaiting(MessageKind kind, ByteBuffer payload) {
        if (publishNow(kind, payload)) {
            return;
        }
        check(payload.remaining());
        try {
            publishOrKeep(kind, payload);
        } catch (OutboxFullException e) {
            throw refused(e);
        }
    }

    private void publishOrKeep(MessageKind kind, ByteBuffer payload) {
        if (!lock.tryLock()) {
            outbox.add(kind, payload);
            publishOutbox();
            return;
        }
        try {
            OutgoingLane lane = lane();
            if (!outbox.publish(lane) || lane == null || !publishIfItFits(lane, kind, payload)) {
                outbox.add(kind, payload);
            }
        } finally {
            unlock();
        }
    }

    /** Not under the lock, because a log takes long. */
    private OutboxFullException refused(OutboxFullException full) {
        refusals.warn(System.nanoTime(), full::getMessage);
        return full;
    }

    /**
     * The fast path: publishes a message of one frame if there is room, no message goes first, and the lock is free.
     */
    boolean publishNow(MessageKind kind, ByteBuffer payload) {
        if (!lock.enter()) {
            return false;
        }
        try {
            OutgoingLane lane = lane();
            return lane != null && outbox.isEmpty() && lane.publishWhole(kind, payload);
        } finally {
            lock.leave();
        }
    }

    /** {@link #publishNow(MessageKind, ByteBuffer)} of a question or an answer; true also if it is not due any more. */
    boolean publishNow(MessageKind kind, long word, ByteBuffer payload, Publishable due) {
        if (!lock.enter()) {
            return false;
        }
        try {
            OutgoingLane lane = lane();
            return lane != null && lane.takesQuestions() && outbox.isEmpty()
                    && (!due.isDue(lane) || lane.publishWhole(kind, word, payload, due));
        } finally {
            lock.leave();
        }
    }

    /** Puts a question or an answer into the outbox, which is published if the lock is free. */
    void addToOutbox(MessageKind kind, ByteBuffer payload, Publishable due) {
        check(payload.remaining());
        try {
            outbox.add(kind, payload, due);
        } catch (OutboxFullException e) {
            throw refused(e);
        }
        publishOutbox();
    }

    /** Publishes as {@link #publishNow(MessageKind, ByteBuffer)}, under the lock of a batch, which posts later. */
    boolean publishInBatch(MessageKind kind, ByteBuffer payload) {
        OutgoingLane lane = lane();
        return lane != null && outbox.isEmpty() && lane.publishUnposted(kind, payload);
    }

    private boolean publishIfItFits(OutgoingLane lane, MessageKind kind, ByteBuffer payload) {
        try {
            return lane.fits(payload.remaining()) && lane.publish(direct.borrow(kind, payload));
        } finally {
            direct.giveBack();
        }
    }

    /** Claims memory in the lane, if there is room at once. The lock is held until the claim is committed or closed. */
    Claim claim(MessageKind kind, int length) {
        check(length);
        if (!lock.tryLock()) {
            return null;
        }
        boolean claimed = false;
        try {
            OutgoingLane lane = lane();
            claimed = lane != null && outbox.publish(lane) && claim.open(lane, kind, length);
            if (claimed) {
                lock.enterApplication();
            }
            return claimed ? claim : null;
        } finally {
            if (!claimed) {
                unlock();
            }
        }
    }

    /** Whether the calling thread holds the lock for its claim or its batch. */
    boolean isLockedForApplication() {
        return lock.isInApplicationHere();
    }

    /** Fails the attachment if the claimed memory was truncated. The caller holds the lock. */
    void probe(ByteBuffer claimed) {
        current.present().probe(claimed);
    }

    /** Gives the lock back after a claim. */
    void unlockForClaim() {
        lock.leaveApplication();
        unlock();
    }

    /** Waits for the lock, and holds it for a batch while the application's code runs. */
    void lockForBatch() throws InterruptedException {
        lock.tryLockUntil(Deadlines.never());
        lock.enterApplication();
    }

    /** The same without an end by an interrupt. */
    void relockForBatch() {
        lock.lock();
        lock.enterApplication();
    }

    /** Posts what the batch has published, and gives the lock back. */
    void unlockForBatch() {
        OutgoingLane lane = lane();
        if (lane != null) {
            lane.post();
        }
        lock.leaveApplication();
        unlock();
    }

    /**
     * Runs an action under the lock on the present attachment, and again on the next one if that attachment ends
     * meanwhile.
     *
     * @return false if the action did not succeed in time
     */
    boolean run(long deadlineNs, LockedAction action) throws InterruptedException {
        return run(deadlineNs, action, null);
    }

    /** The same for something that need not be published for ever; false also if it is not due any more. */
    boolean run(long deadlineNs, LockedAction action, Publishable due) throws InterruptedException {
        Attachment over = null;
        do {
            Attachment on = current.await(over, deadlineNs, due);
            if (on == null || !lock.tryLockUntil(deadlineNs)) {
                return false;
            }
            try {
                if (current.present() == on) {
                    if (action.run(on)) {
                        return true;
                    }
                    on.probe();
                }
            } finally {
                unlock();
            }
            over = on.isOver() ? on : null;
        } while (over != null || !Deadlines.isOver(deadlineNs));
        return false;
    }

    /** Gives the lock back after one of these methods has thrown an error, unless the thread has a claim or a batch. */
    void releaseLock() {
        if (!lock.isInApplicationHere()) {
            lock.releaseHeld();
        }
    }

    /** The same after an error in a batch. */
    void releaseBatch() {
        lock.releaseHeld();
    }

    /** In an action: publishes all of the outbox, waiting for room; false if the time or the attachment is over. */
    boolean awaitOutboxPublished(OutgoingLane lane, long deadlineNs) throws InterruptedException {
        while (!outbox.publish(lane)) {
            if (!lane.awaitRoom(deadlineNs)) {
                return false;
            }
        }
        return true;
    }

    /** For any thread. */
    boolean isOutboxEmpty() {
        return outbox.isEmpty();
    }

    /** Messages that the outbox had no room for. For any thread. */
    long refusals() {
        return refusals.count();
    }

    /** Messages in the outbox. For any thread. */
    int outboxLength() {
        return outbox.size();
    }

    /**
     * After a flush, which compared the acknowledged position unchecked: fails the attachment if the position is
     * impossible. If another thread holds the lock, that thread checks it.
     *
     * @return false if the attachment has failed
     */
    boolean checkAcknowledged(Attachment on) {
        if (!lock.tryLock()) {
            return true;
        }
        try {
            return current.present() != on || on.outgoing().checkAcknowledged();
        } finally {
            unlock();
        }
    }

    /** Throws if a message of this length cannot be sent. */
    void check(int length) {
        Attachment present = current.present();
        checkLength(length, present == null ? maxMessageLength : present.outgoing().maxMessageLength());
        if (current.state() == SessionState.CLOSED) {
            throw current.closed();
        }
    }

    static void checkLength(int length, int limit) {
        if (length > limit) {
            throw new MessageTooLongException("The message of " + length + " bytes is over the limit of " + limit
                    + ": raise the maximum message length on both sides, or send it in parts");
        }
    }

    /** For the session's own thread, after a bell and after callbacks: publishes the outbox as far as there is room. */
    void publishOutbox() {
        if (outbox.isEmpty()) {
            return;
        }
        // Before trying: either this thread gets the lock, or the holder sees this store after unlocking.
        publishDue = true;
        if (lock.tryLock()) {
            try {
                publishDue = false;
                outbox.publish(lane());
            } finally {
                unlock();
            }
        }
    }

    /** Whether {@link #publishOutbox} may have something to do that it did not have when it last ended. */
    boolean canPublishOutbox(Attachment on) {
        return !publishDue && outbox.canUnblock(on.outgoing());
    }

    /** Makes an attachment the present one, by a change that stores it. */
    void attach(Runnable change) {
        lock.lock();
        try {
            change.run();
            outbox.attached();
        } finally {
            unlock();
        }
    }

    /** Takes the present attachment away, by a change that stores this; returns what the peer has not acknowledged. */
    List<UnacknowledgedMessage> detach(Runnable change) {
        lock.lockToDetach();
        try {
            return outbox.detach(lane());
        } finally {
            try {
                change.run();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Puts messages and questions of a lost attachment before all others. */
    void sendAgain(List<UnacknowledgedMessage> unacknowledged, List<PendingQuestion> questions) {
        outbox.sendAgain(unacknowledged, questions);
    }

    /** Refuses messages from now on; returns those that were left. */
    List<UnacknowledgedMessage> closeOutbox() {
        return outbox.close();
    }

    private OutgoingLane lane() {
        Attachment present = current.present();
        return present == null ? null : present.outgoing();
    }

    /**
     * A thread that adds to the outbox while another thread holds the lock relies on that thread to look again after
     * unlocking. A thread that is in the lane by {@link LaneLock#enter} need not look: other threads wait for it.
     */
    private void unlock() {
        lock.unlock();
        while ((publishDue || outbox.hasUnblocked()) && lock.tryLock()) {
            try {
                publishDue = false;
                outbox.publish(lane());
            } finally {
                lock.unlock();
            }
        }
    }
}
