// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Peer;
import io.shmooze.ProtocolException;
import io.shmooze.UnresponsiveException;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import io.shmooze.wait.SpinBudget;
import io.shmooze.wait.Waiter;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The waits for the peer to acknowledge, by which a sender gets room. Owns this side's room epoch, the position that
 * the outbox waits for, and whether the peer has stopped responding.
 *
 * <p>An error fails the attachment, and the method answers as if the peer had not acknowledged.
 */
final class AcknowledgementWait {
    private final AttachmentState state;
    private final Segment segment;
    private final Peer peer;
    private final long responseTimeoutNs;
    private final int acknowledgedOffset;
    /** Whether the peer says how many messages it has acknowledged. */
    private final boolean counted;
    private final Waiter room;
    /** The acknowledged position that the outbox waits for. Guarded by the write lock. */
    private long outboxAwaits;
    /** The acknowledged position at which the peer stopped responding; negative if it has not. */
    private volatile long unresponsiveAt = -1;

    AcknowledgementWait(AttachmentState state, HandshakeResult handshake, SessionOptions options) {
        this.state = state;
        this.segment = handshake.segment();
        this.peer = handshake.peer();
        this.responseTimeoutNs = options.responseTimeout().toNanos();
        Side side = handshake.side();
        this.acknowledgedOffset = side.other().ownLineOffset() + SegmentDescriptor.ACKNOWLEDGED_OFFSET;
        this.counted = handshake.features().contains(Feature.INSPECTION);
        this.room = new Waiter(segment, handshake.room(side), handshake.doorbell(),
                new SpinBudget(options.waitStrategy()));
    }

    int acknowledgedOffset() {
        return acknowledgedOffset;
    }

    /** For the outbox: asks the peer for a bell at a position, until {@link #disarm}; again after a bell. */
    void arm(long position, boolean again) {
        long before = outboxAwaits;
        outboxAwaits = position;
        if (again) {
            room.rearm(before, position);
        } else {
            room.arm(position);
        }
    }

    void disarm() {
        try {
            room.disarm(outboxAwaits);
        } catch (InternalError e) {
            state.fail(e);
        }
    }

    /**
     * The position that the peer says it has acknowledged, unchecked. For any thread that keeps the segment mapped.
     *
     * @return bytes; -1 if the segment is truncated
     */
    long acknowledged() {
        try {
            return segment.getLongAcquire(acknowledgedOffset);
        } catch (InternalError e) {
            state.fail(e);
            return -1;
        }
    }

    /**
     * Waits until the peer has acknowledged up to a position. For any thread.
     *
     * @return false if the time or the attachment is over
     * @throws UnresponsiveException if the peer acknowledges nothing for the response timeout
     */
    boolean awaitAcknowledged(long position, long deadlineNs) throws InterruptedException {
        if (!state.enter()) {
            return false;
        }
        try {
            BooleanSupplier available = () -> acknowledged() >= position;
            return await(available, available, () -> position, deadlineNs);
        } finally {
            state.leave();
        }
    }

    /**
     * Waits until something is available by what the peer acknowledges, as {@link Waiter#await(BooleanSupplier,
     * BooleanSupplier, LongSupplier, long)} does.
     *
     * @return false if the time or the attachment is over
     * @throws UnresponsiveException if the peer acknowledges nothing for the response timeout
     */
    boolean await(BooleanSupplier plenty, BooleanSupplier available, LongSupplier position, long deadlineNs)
            throws InterruptedException {
        try {
            return responseTimeoutNs == 0 ? room.await(plenty, available, position, deadlineNs)
                    : awaitResponse(plenty, available, position, deadlineNs);
        } catch (ProtocolException | InternalError e) {
            return state.fail(e);
        }
    }

    private boolean awaitResponse(BooleanSupplier plenty, BooleanSupplier available, LongSupplier position,
                                  long deadlineNs) throws InterruptedException {
        while (true) {
            long seen = acknowledged();
            long limitNs = System.nanoTime() + Math.min(responseTimeoutNs, deadlineNs - System.nanoTime());
            if (room.await(plenty, () -> available.getAsBoolean() || acknowledged() != seen, position, limitNs)) {
                if (available.getAsBoolean()) {
                    return true;
                }
            } else if (state.isOver() || Deadlines.isOver(deadlineNs)) {
                return false;
            } else {
                unresponsiveAt = seen;
                throw new UnresponsiveException("The peer " + peer.name() + " has acknowledged nothing for "
                        + TimeUnit.NANOSECONDS.toMillis(responseTimeoutNs) + " ms; it may be stopped or busy");
            }
        }
    }

    /** How many of the published messages the peer has not acknowledged; -1 if it does not say. For any thread. */
    long unacknowledgedMessages(long published) {
        return counted ? missing(published, acknowledgedOffset - SegmentDescriptor.ACKNOWLEDGED_OFFSET
                + SegmentDescriptor.MESSAGES_OFFSET) : -1;
    }

    /** The same of bytes of the lane. */
    long unacknowledgedBytes(long published) {
        return missing(published, acknowledgedOffset);
    }

    /** A count that a hostile peer stores is as good as none. */
    private long missing(long published, int offset) {
        if (!state.enter()) {
            return 0;
        }
        try {
            return Math.max(0, published - Math.max(0, segment.getLongAcquire(offset)));
        } catch (InternalError e) {
            state.fail(e);
            return 0;
        } finally {
            state.leave();
        }
    }

    /** Whether the peer stopped responding and has acknowledged nothing since. For any thread. */
    boolean isUnresponsive() {
        if (unresponsiveAt < 0 || !state.enter()) {
            return false;
        }
        try {
            return acknowledged() == unresponsiveAt;
        } finally {
            state.leave();
        }
    }
}
