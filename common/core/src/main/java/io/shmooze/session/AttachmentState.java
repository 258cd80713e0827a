// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.DetachReason;
import io.shmooze.ProtocolException;
import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentLease;
import io.shmooze.segment.Side;
import io.shmooze.wait.Doorbell;
import java.util.concurrent.TimeUnit;

/**
 * The life of one attachment. Owns the segment's lease, the doorbell, the state words of both sides, and the reason for
 * the end. For any thread.
 *
 * <p><b>Failure.</b> A peer that breaks the protocol, or a truncated segment (an {@code InternalError} of the JDK),
 * fails the attachment here and nowhere else. From then on its lanes behave as if they had neither room nor messages,
 * and the doorbell as if the peer had hung up. The session's own thread notices that and ends the session.
 */
final class AttachmentState {
    /** What the error of a missing page tells; nobody can say which of the two it was. */
    static final String MISSING_PAGE = "A page of the segment is missing: the peer has truncated the file, or has "
            + "taken memory out of it and there is no other left";
    /** Far longer than a peer needs to unmap its segment, unless it is in a callback. */
    private static final long RELEASE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);

    private final Segment segment;
    private final SegmentLease lease;
    private final Doorbell doorbell;
    private final int ownState;
    private final int peerState;
    /** Whether views keep the segment mapped. For the thread that retires it. */
    private boolean pinned;
    private volatile boolean closedHere;
    private volatile String failure;

    AttachmentState(Segment segment, Side side, Doorbell doorbell) {
        this.segment = segment;
        this.lease = new SegmentLease(segment);
        this.doorbell = doorbell;
        this.ownState = side.ownLineOffset() + SegmentDescriptor.STATE_OFFSET;
        this.peerState = side.other().ownLineOffset() + SegmentDescriptor.STATE_OFFSET;
    }

    /** Tells the peer that this side uses the segment. */
    void open() {
        segment.putIntRelease(ownState, SegmentDescriptor.STATE_OPEN);
    }

    /** Keeps the segment mapped until {@link #leave}, for a thread that holds no lock; false if it is unmapped. */
    boolean enter() {
        return lease.enter();
    }

    void leave() {
        lease.leave();
    }

    /** Hangs up, and unmaps the segment once no thread uses it. {@link #discard} follows. The caller holds no lock. */
    void retire() {
        doorbell.close();
        pinned = !lease.retire();
        doorbell.release();
        if (!pinned) {
            doorbell.awaitRelease(0);
        }
    }

    /**
     * Gives the segment's memory back in spite of views that the application was given, as soon as the peer does not
     * use it any more. Waits for that, for a limited time. For the thread that has called {@link #retire}. Idempotent.
     */
    void discard() {
        if (pinned) {
            pinned = false;
            lease.discard(doorbell.awaitRelease(RELEASE_TIMEOUT_NS));
        }
    }

    /** Whether the end has come; messages that were published before it may still be in the lane. */
    boolean isOver() {
        return doorbell.isHungUp();
    }

    boolean isClosedHere() {
        return closedHere;
    }

    /**
     * Ends the attachment in good order. Stores the state before it closes the wire, so that the peer finds the state
     * when it reads end-of-file.
     */
    void close() {
        closedHere = true;
        if (lease.enter()) {
            try {
                segment.putIntRelease(ownState, SegmentDescriptor.STATE_CLOSED);
                segment.probe();
                FailPoint.CLOSE_BEFORE_HANGUP.reached();
            } catch (InternalError e) {
                fail(e);
            } finally {
                doorbell.close();
                lease.leave();
            }
        }
    }

    /** Ends the attachment without a word, as the end of this process would. */
    void hangUp() {
        doorbell.close();
    }

    /**
     * Ends the attachment because of an error. Keeps the first error's message.
     *
     * @param cause a {@link ProtocolException} says what the peer did; the JDK throws an {@code InternalError} when a
     *     page of a mapping is missing
     * @return false, for callers that return it
     */
    boolean fail(Throwable cause) {
        boolean truncated = cause instanceof InternalError || isTruncated();
        if (failure == null) {
            failure = truncated ? MISSING_PAGE
                    : cause instanceof ProtocolException ? cause.getMessage()
                    : cause instanceof OutOfMemoryError ? "This process is out of memory (" + cause.getMessage() + ")"
                    : cause.toString();
        }
        doorbell.close();
        return false;
    }

    /** A word that seems to violate the protocol may come from a missing page, whose error is still to be thrown. */
    private boolean isTruncated() {
        if (!lease.enter()) {
            return false;
        }
        try {
            segment.probe();
            return false;
        } catch (InternalError e) {
            return true;
        } finally {
            lease.leave();
        }
    }

    /** Fails the attachment and returns false if the segment was truncated. The caller holds a lock, or has entered. */
    boolean probe() {
        try {
            segment.probe();
            return true;
        } catch (InternalError e) {
            return fail(e);
        }
    }

    /** Why the attachment failed; null if it has not. */
    String failure() {
        return failure;
    }

    /** Why the attachment ended. To be called after the end and before {@link #retire}. */
    DetachReason reason() {
        if (failure == null && !closedHere) {
            try {
                int state = segment.getIntAcquire(peerState);
                segment.probe();
                return state == SegmentDescriptor.STATE_CLOSED ? DetachReason.CLOSED_BY_PEER : DetachReason.PEER_DIED;
            } catch (InternalError e) {
                fail(e);
            }
        }
        return failure != null ? DetachReason.FAILED : DetachReason.CLOSED_HERE;
    }
}
