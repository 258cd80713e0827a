// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.DetachReason;
import io.shmooze.Peer;
import io.shmooze.ProtocolException;
import io.shmooze.fault.FailPoint;
import io.shmooze.lane.LaneReader;
import io.shmooze.lane.LaneWriter;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import io.shmooze.wait.Doorbell;
import io.shmooze.wait.PeerSemaphore;
import io.shmooze.wait.Semaphore;
import io.shmooze.wait.SpinBudget;

/**
 * One attachment: a segment, its two lanes and four semaphores, and the doorbell. A server's session has one; a
 * client's has one after the other.
 *
 * <p><b>Ownership.</b> The writer belongs to the holder of the session's write lock, the reader to the holder of the
 * read lock. Everybody else who touches the segment is counted among its {@link SegmentUsers}.
 */
public final class Link {
    final LaneWriter writer;
    final LaneReader reader;
    final Semaphore arrivals;
    final Semaphore room;
    final PeerSemaphore peerArrivals;
    final PeerSemaphore peerRoom;
    final Doorbell doorbell;
    final SegmentUsers users;
    final PeerResponse response;
    final Peer peer;
    /** The longest message that both sides accept, bytes. */
    final int maxMessageLength;

    /** A decent peer rings at most once after each frame that it publishes or acknowledges. */
    private static final int BELLS_PER_FRAME = 8;
    private static final int FREE_BELLS = 1024;

    private final Segment segment;
    private final int ownLine;
    private final int peerLine;
    private volatile boolean closedHere;
    private volatile String failure;

    /**
     * Takes over a segment that both sides have mapped, and the doorbell.
     *
     * @param segment the memory
     * @param side which process this is
     * @param doorbell to the peer
     * @param peer who it is
     * @param options of this side
     * @param peerMaxMessageLength the longest message that the peer accepts, bytes
     */
    public Link(Segment segment, Side side, Doorbell doorbell, Peer peer, SessionOptions options,
                int peerMaxMessageLength) {
        this.segment = segment;
        this.doorbell = doorbell;
        this.peer = peer;
        this.users = new SegmentUsers(segment);
        this.response = new PeerResponse(this, options.responseTimeout().toNanos());
        this.maxMessageLength = Math.min(options.maxMessageLength(), peerMaxMessageLength);
        this.ownLine = side.ownLineOffset();
        this.peerLine = side.other().ownLineOffset();
        int capacity = SegmentDescriptor.laneCapacity(segment.length());
        this.writer = new LaneWriter(segment, side.outLaneOffset(capacity), capacity, acknowledgedOffset());
        this.reader = new LaneReader(segment, side.other().outLaneOffset(capacity), capacity,
                ownLine + SegmentDescriptor.ACKNOWLEDGED_OFFSET, options.maxMessageLength());
        this.arrivals = new Semaphore(segment, ownLine + SegmentDescriptor.ARRIVALS_EPOCH_OFFSET, doorbell,
                new SpinBudget(options.waitStrategy()));
        this.room = new Semaphore(segment, ownLine + SegmentDescriptor.ROOM_EPOCH_OFFSET, doorbell,
                new SpinBudget(options.waitStrategy()));
        this.peerArrivals =
                new PeerSemaphore(segment, peerLine + SegmentDescriptor.ARRIVALS_EPOCH_OFFSET, doorbell);
        this.peerRoom = new PeerSemaphore(segment, peerLine + SegmentDescriptor.ROOM_EPOCH_OFFSET, doorbell);
        segment.putIntRelease(ownLine + SegmentDescriptor.STATE_OFFSET, SegmentDescriptor.STATE_OPEN);
        doorbell.guard(this::checkBells);
    }

    /** On the thread that reads the bells: a flood of them would keep it awake for nothing. */
    private void checkBells(long heard) {
        long most = FREE_BELLS + BELLS_PER_FRAME * (reader.frames() + writer.frames());
        if (heard > most) {
            fail(new ProtocolException("Bell flood: the peer has rung " + heard + " times, expected at most " + most));
        }
    }

    private int acknowledgedOffset() {
        return peerLine + SegmentDescriptor.ACKNOWLEDGED_OFFSET;
    }

    /** How far the peer says it has acknowledged, unchecked. */
    long acknowledged() {
        return segment.getLongAcquire(acknowledgedOffset());
    }

    /** Where an {@code InternalError} of the segment can be handled: throws it here if one is due. */
    void probe() {
        segment.probe();
    }

    /** Whether nothing more will come but what is published already. */
    boolean isOver() {
        return doorbell.isHungUp();
    }

    boolean isClosedHere() {
        return closedHere;
    }

    /**
     * Ends the link in good order: the state first, then the sockets, so that the peer finds it when it reads
     * end-of-file.
     */
    void close() {
        closedHere = true;
        if (users.enter()) {
            try {
                segment.putIntRelease(ownLine + SegmentDescriptor.STATE_OFFSET, SegmentDescriptor.STATE_CLOSED);
                probe();
                FailPoint.CLOSE_BEFORE_HANGUP.reached();
            } catch (InternalError e) {
                fail(e);
            } finally {
                doorbell.close();
                users.leave();
            }
        }
    }

    /**
     * Ends the link because the peer broke the protocol.
     *
     * @param cause says what was found; an {@code InternalError} is what the JDK throws when a page of a mapping is
     *     gone
     */
    void fail(Throwable cause) {
        boolean truncated = cause instanceof InternalError || isTruncated();
        if (failure == null) {
            failure = truncated ? "The segment can no longer be read: the peer has truncated it"
                    : cause instanceof ProtocolException ? cause.getMessage() : cause.toString();
        }
        doorbell.close();
    }

    /** What looked like a violation may have been read from a page that is gone; its error is due then. */
    private boolean isTruncated() {
        if (!users.enter()) {
            return false;
        }
        try {
            probe();
            return false;
        } catch (InternalError e) {
            return true;
        } finally {
            users.leave();
        }
    }

    String failure() {
        return failure;
    }

    /** Why a link that is over is over. */
    DetachReason reason() {
        if (failure != null) {
            return DetachReason.FAILED;
        }
        if (closedHere) {
            return DetachReason.CLOSED_HERE;
        }
        try {
            int state = segment.getIntAcquire(peerLine + SegmentDescriptor.STATE_OFFSET);
            probe();
            return state == SegmentDescriptor.STATE_CLOSED ? DetachReason.CLOSED_BY_PEER : DetachReason.PEER_DIED;
        } catch (InternalError e) {
            fail(e);
            return DetachReason.FAILED;
        }
    }
}
