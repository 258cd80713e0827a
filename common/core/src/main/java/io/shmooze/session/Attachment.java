// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.DetachReason;
import io.shmooze.Peer;
import io.shmooze.ProtocolException;
import io.shmooze.wait.Doorbell;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/**
 * One attachment to one peer. Owns its two lanes, and the state and the doorbell that they share. A server's session
 * has one attachment; a client's has one after another.
 */
public final class Attachment {
    /** A peer that keeps the protocol rings at most once after each frame that it publishes or acknowledges. */
    private static final int BELLS_PER_FRAME = 8;
    private static final int FREE_BELLS = 1024;

    private final Doorbell doorbell;
    private final Peer peer;
    private final AttachmentState state;
    private final OutgoingLane outgoing;
    private final IncomingLane incoming;

    private Attachment(HandshakeResult handshake, SessionOptions options) {
        this.doorbell = handshake.doorbell();
        this.peer = handshake.peer();
        this.state = new AttachmentState(handshake.segment(), handshake.side(), doorbell);
        this.outgoing = new OutgoingLane(state, handshake, options);
        this.incoming = new IncomingLane(state, handshake, options);
    }

    /**
     * Takes over the segment and the doorbell; {@link #retire} gives them back.
     *
     * @param handshake what the handshake has brought about
     * @param options of this side
     * @return open
     */
    public static Attachment open(HandshakeResult handshake, SessionOptions options) {
        Attachment attachment = new Attachment(handshake, options);
        if (handshake.features().contains(Feature.INSPECTION)) {
            handshake.doorbell().showCounts(handshake.segment(), handshake.side().ownLineOffset());
        }
        attachment.state.open();
        handshake.doorbell().describe(options.channel(), handshake.peer());
        handshake.doorbell().guard(new LongConsumer() {
            @Override
            public void accept(long heard) {
                attachment.checkBells(heard);
            }
        });
        return attachment;
    }

    /** Runs on the thread that reads the bells, because a flood of bells would keep that thread awake for nothing. */
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

    /** For any thread. */
    AttachmentCounts counts() {
        return new AttachmentCounts(outgoing.messages(), outgoing.bytes(), outgoing.redelivered(),
                outgoing.blocked(), doorbell.rungCount(), doorbell.sleepCount());
    }

    /** Bells heard so far. */
    long bells() {
        return doorbell.bells();
    }

    /** For the session's own thread: waits until there are more bells than the caller has seen, or until the end. */
    void awaitBell(long seen) {
        doorbell.listen(seen);
    }

    /** Wakes the threads of this side that sleep, so that they look again. */
    void wake() {
        doorbell.wake();
    }

    /** Starts a thread that reads the bells, because a session's own thread that spins does not read them. */
    void startBellReader() {
        doorbell.startReader();
    }

    /** Whether the end has come; messages that were published before it may still be in the lane. */
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

    /** See {@link AttachmentState#hangUp}. */
    void hangUp() {
        state.hangUp();
    }

    /** See {@link AttachmentState#fail}. */
    void fail(Throwable cause) {
        state.fail(cause);
    }

    /** See {@link AttachmentState#probe}. */
    boolean probe() {
        return state.probe();
    }

    /**
     * Fails the attachment if claimed memory that is given up was truncated: the application may have met a missing
     * page in the bulk area, where nothing else looks. The caller holds the write lock.
     */
    void probe(ByteBuffer claimed) {
        try {
            if (claimed.capacity() > 0) {
                // A compiler may leave out a load that nobody uses.
                claimed.put(claimed.capacity() - 1, (byte) 0);
            }
            state.probe();
        } catch (InternalError e) {
            state.fail(e);
        }
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

    /** See {@link AttachmentState#discard}. */
    void discard() {
        state.discard();
    }
}
