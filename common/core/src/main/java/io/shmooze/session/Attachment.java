// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.DetachReason;
import io.shmooze.Peer;
import io.shmooze.ProtocolException;
import io.shmooze.segment.Segment;
import io.shmooze.segment.Side;
import io.shmooze.wait.Doorbell;

/**
 * One attachment to one peer: its two lanes, and the state and the doorbell that they share. A server's session has one
 * attachment; a client's has one after another.
 */
public final class Attachment {
    /** A decent peer rings at most once after each frame that it publishes or acknowledges. */
    private static final int BELLS_PER_FRAME = 8;
    private static final int FREE_BELLS = 1024;

    private final Doorbell doorbell;
    private final Peer peer;
    private final AttachmentState state;
    private final OutgoingLane outgoing;
    private final IncomingLane incoming;

    private Attachment(Segment segment, Side side, Doorbell doorbell, Peer peer, SessionOptions options,
                       int peerMaxMessageLength) {
        this.doorbell = doorbell;
        this.peer = peer;
        this.state = new AttachmentState(segment, side, doorbell);
        this.outgoing = new OutgoingLane(state, segment, side, doorbell, peer,
                Math.min(options.maxMessageLength(), peerMaxMessageLength), options);
        this.incoming = new IncomingLane(state, segment, side, doorbell, peer, options);
    }

    /**
     * Takes over a segment that both sides have mapped, and the doorbell.
     *
     * @param segment the memory, unmapped when the attachment is over
     * @param side which process this is
     * @param doorbell to the peer, closed when the attachment is over
     * @param peer who it is
     * @param options of this side
     * @param peerMaxMessageLength the longest message that the peer accepts, bytes
     * @return open
     */
    public static Attachment open(Segment segment, Side side, Doorbell doorbell, Peer peer, SessionOptions options,
                                  int peerMaxMessageLength) {
        Attachment attachment = new Attachment(segment, side, doorbell, peer, options, peerMaxMessageLength);
        attachment.state.open();
        doorbell.guard(attachment::checkBells);
        return attachment;
    }

    /** On the thread that reads the bells: a flood of them would keep it awake for nothing. */
    private void checkBells(long heard) {
        long most = FREE_BELLS + BELLS_PER_FRAME * (incoming.frames() + outgoing.frames());
        if (heard > most) {
            state.fail(new ProtocolException("Bell flood: the peer has rung " + heard + " times, expected at most "
                    + most));
        }
    }

    Peer peer() {
        return peer;
    }

    OutgoingLane outgoing() {
        return outgoing;
    }

    IncomingLane incoming() {
        return incoming;
    }

    /** Bells sent to the peer. */
    long bellsRung() {
        return doorbell.rungCount();
    }

    /** Times a thread of this side slept. */
    long sleeps() {
        return doorbell.sleepCount();
    }

    /** Bells heard so far. */
    long bells() {
        return doorbell.bells();
    }

    /** For the session's own thread: waits for a bell after those that the caller knows, or for the end. */
    void awaitBell(long seen) {
        doorbell.listen(seen);
    }

    /** Has another thread read the bells, for a session's thread that never sleeps. */
    void startBellReader() {
        doorbell.startReader();
    }

    /** Whether nothing more will come but what is published already. */
    boolean isOver() {
        return state.isOver();
    }

    boolean isClosedHere() {
        return state.isClosedHere();
    }

    /** See {@link AttachmentState#close}. */
    void close() {
        state.close();
    }

    /** See {@link AttachmentState#fail}. */
    void fail(Throwable cause) {
        state.fail(cause);
    }

    /** See {@link AttachmentState#probe}. */
    boolean probe() {
        return state.probe();
    }

    /** See {@link AttachmentState#failure}. */
    String failure() {
        return state.failure();
    }

    /** See {@link AttachmentState#reason}. */
    DetachReason reason() {
        return state.reason();
    }

    /** See {@link AttachmentState#retire}. */
    void retire() {
        state.retire();
    }
}
