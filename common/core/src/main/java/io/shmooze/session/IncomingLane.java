// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.MessageKind;
import io.shmooze.Peer;
import io.shmooze.ProtocolException;
import io.shmooze.fault.FailPoint;
import io.shmooze.lane.FrameDescriptor;
import io.shmooze.lane.LanePayload;
import io.shmooze.lane.LaneReader;
import io.shmooze.lane.LaneReader.Poll;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import io.shmooze.wait.Doorbell;
import io.shmooze.wait.EventCount;
import io.shmooze.wait.SpinBudget;
import io.shmooze.wait.Waiter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * The lane from the peer of one attachment. Owns its reader, the message that is read in place, and the wait for
 * arrivals.
 *
 * <p><b>Assumptions.</b> The caller holds the session's read lock, except where a method says otherwise. An error fails
 * the attachment, and the method answers as if the lane were empty.
 */
final class IncomingLane {
    /** {@link #next} yields after this many fragments, because a hostile peer may never end a message. */
    private static final int MAX_FRAGMENTS = 1024;
    /** A pass that goes on is acknowledged at the latest when this part of the lane, a quarter, has been read. */
    private static final int ACKNOWLEDGED_PART = 4;

    /** What the session's own thread waits for. */
    private record ArrivalsOr(LaneReader reader, BooleanSupplier condition) implements BooleanSupplier {
        @Override
        public boolean getAsBoolean() {
            return reader.available() || condition.getAsBoolean();
        }
    }

    /** What a thread waits for that reads until a question has ended. Guarded by the read lock. */
    private static final class ArrivalsOrEnd implements BooleanSupplier {
        private final LaneReader reader;
        private AwaitedEnd awaited;

        ArrivalsOrEnd(LaneReader reader) {
            this.reader = reader;
        }

        @Override
        public boolean getAsBoolean() {
            return reader.available() || awaited.isDone();
        }
    }

    private final AttachmentState state;
    private final Doorbell doorbell;
    private final Peer peer;
    private final LaneReader reader;
    private final LaneMessage message;
    private final EventCount peerRoom;
    private final Waiter arrivals;
    private final ArrivalsOrEnd arrivalsOrEnd;
    private final TemporalSlip slip;
    private final boolean acknowledgesPasses;
    /** Where the unacknowledged messages begin, oldest first; null unless the owner acknowledges by itself. */
    private Deque<Long> deferred;
    /** Bytes handled since it did, headers included. */
    private long unacknowledged;
    /** Whether the peer may be asleep without having seen the last acknowledged position. */
    private boolean unsignalled;
    /** Whether the peer has broken the protocol, so that nothing more is read. */
    private boolean broken;

    IncomingLane(AttachmentState state, HandshakeResult handshake, SessionOptions options) {
        this.state = state;
        this.doorbell = handshake.doorbell();
        this.peer = handshake.peer();
        Segment segment = handshake.segment();
        Side side = handshake.side();
        int ownLine = side.ownLineOffset();
        int capacity = SegmentDescriptor.laneCapacity(segment.length());
        this.reader = new LaneReader(segment, side.other().outLaneOffset(capacity), capacity,
                ownLine + SegmentDescriptor.ACKNOWLEDGED_OFFSET, options.maxMessageLength(),
                segment.bulkArea(side.other()));
        if (handshake.features().contains(Feature.QUESTIONS)) {
            reader.allowQuestions();
        }
        if (handshake.features().contains(Feature.INSPECTION)) {
            reader.showCounts();
        }
        this.slip = new TemporalSlip(Deadlines.CLOCK);
        this.acknowledgesPasses = options.acknowledgesPasses();
        this.message = new LaneMessage(reader.payload(), peer);
        this.arrivalsOrEnd = new ArrivalsOrEnd(reader);
        this.peerRoom = handshake.room(side.other());
        this.arrivals = new Waiter(segment,
                new EventCount(segment, ownLine + SegmentDescriptor.ARRIVALS_EPOCH_OFFSET), doorbell,
                new SpinBudget(options.waitStrategy()), reader);
    }

    /** Moves to the next whole message; false if there is none yet. The caller then calls {@link #release}. */
    boolean next() {
        try {
            Poll found = poll();
            for (int i = 0; found == Poll.PARTIAL && (i < MAX_FRAGMENTS || state.isOver()); i++) {
                if (deferred != null && deferred.isEmpty()) {
                    reader.acknowledge();
                }
                acknowledged();
                found = poll();
            }
            return found == Poll.MESSAGE;
        } catch (ProtocolException | InternalError e) {
            broken = true;
            return state.fail(e);
        }
    }

    private void acknowledged() {
        unsignalled = true;
        if (peerRoom.takeWaiterUnfenced(reader.acknowledged())) {
            doorbell.ring();
        }
    }

    private Poll poll() {
        return state.isClosedHere() || broken ? Poll.EMPTY : reader.poll();
    }

    /** The message that {@link #next} found; the same object every time. */
    LaneMessage message() {
        return message;
    }

    /** The application has handled the message: takes it away, and calls {@link #release}. */
    void closeMessage() {
        try {
            message.close();
        } finally {
            release();
        }
    }

    /** The payload of the message that {@link #next} found; the same object every time. */
    LanePayload payload() {
        return reader.payload();
    }

    /** Hands a copy of the next message to the caller and acknowledges it; false if there is none. */
    boolean moveTo(BiConsumer<LanePayload, MessageCopy> keeper) {
        try {
            if (!next()) {
                return false;
            }
            keeper.accept(reader.payload(), MessageCopy.of(reader.payload(), peer));
            release();
            endPass();
            return true;
        } catch (InternalError e) {
            return state.fail(e);
        }
    }

    /**
     * Acknowledges the message, unless this side acknowledges passes or has closed the attachment meanwhile. Wakes a
     * peer that sleeps until this position is acknowledged; if the peer falls asleep at this very moment, {@link
     * #endPass} wakes it.
     */
    void release() {
        if (!state.isClosedHere()) {
            FailPoint.BEFORE_RELEASE.reached();
            if (deferred != null) {
                passUnacknowledged();
                return;
            }
            unacknowledged += FrameDescriptor.HEADER_LENGTH + reader.payload().length();
            reader.pass();
            if (!acknowledgesPasses || unacknowledged >= reader.capacity() / ACKNOWLEDGED_PART) {
                acknowledge();
            }
        }
    }

    /** What the library itself has handled is acknowledged with the messages before it. */
    private void passUnacknowledged() {
        long start = reader.position();
        reader.pass();
        MessageKind numbered = reader.payload().numberedKind();
        if (reader.payload().isPlain() || numbered == null || numbered == MessageKind.QUESTION) {
            deferred.add(start);
        } else if (deferred.isEmpty()) {
            acknowledge();
        }
    }

    /** From now on, messages and questions are acknowledged by {@link #acknowledge(int)} only. */
    void deferAcknowledgements() {
        deferred = new ArrayDeque<>();
        reader.deferAcknowledgements();
    }

    /** Acknowledges the oldest messages and questions. */
    void acknowledge(int count) {
        for (int i = 0; i < count; i++) {
            deferred.remove();
        }
        if (!state.isClosedHere()) {
            reader.acknowledge(deferred.isEmpty() ? reader.position() : deferred.peek());
            unsignalled = true;
            endPass();
        }
    }

    private void acknowledge() {
        unacknowledged = 0;
        reader.acknowledge();
        FailPoint.AFTER_RELEASE.reached();
        acknowledged();
    }

    /**
     * Acknowledges the rest of the pass, and wakes a peer that sleeps until a position that is reached now. Needs one
     * full fence for a whole pass.
     */
    void endPass() {
        if (unacknowledged > 0 && !state.isClosedHere()) {
            acknowledge();
        }
        if (unsignalled) {
            unsignalled = false;
            if (peerRoom.takeWaiter(reader.acknowledged())) {
                doorbell.ring();
            }
        }
    }

    /**
     * After a pass: waits for a moment if the stream is so fast that its writer and this reader hinder each other.
     *
     * @param count messages in the pass
     * @param most messages that it could take
     * @param sent messages that this side has sent
     */
    void letWriterAhead(int count, int most, long sent) {
        if (slip.isDue(count, most, reader.capacity(), reader.position(), sent)) {
            slip.pause();
        }
    }

    /** Whether a frame is published that {@link #next} has not consumed. */
    boolean hasArrivals() {
        try {
            return reader.available();
        } catch (InternalError e) {
            return state.fail(e);
        }
    }

    /** To be called when the peer has hung up: what is published later is not read. */
    void expectEnd() {
        reader.expectEnd();
    }

    /** Waits for arrivals; false if the time or the attachment is over. */
    boolean awaitArrivals(long deadlineNs) throws InterruptedException {
        try {
            return !state.isOver() && arrivals.await(reader, deadlineNs);
        } catch (InternalError e) {
            return state.fail(e);
        }
    }

    /** {@link #awaitArrivals(long)} or the end of a question; see {@link AwaitedEnd#isQuestion}. */
    boolean awaitArrivals(AwaitedEnd awaited, long deadlineNs) throws InterruptedException {
        arrivalsOrEnd.awaited = awaited;
        try {
            return !state.isOver() && arrivals.await(arrivalsOrEnd, deadlineNs);
        } catch (InternalError e) {
            return state.fail(e);
        } finally {
            arrivalsOrEnd.awaited = null;
        }
    }

    /**
     * For the session's own thread: waits for arrivals, the caller's own condition, a bell, or the end.
     *
     * @param clock is told when it waits
     */
    void listen(BooleanSupplier condition, CallbackClock clock) {
        if (deferred == null) {
            arrivals.listen(new ArrivalsOr(reader, condition), clock);
            return;
        }
        long seen = doorbell.bells();
        if (reader.isHeld()) {
            clock.accept(System.nanoTime());
            awaitWakeUp(seen);
            clock.waited(System.nanoTime());
        } else {
            arrivals.listen(new ArrivalsOr(reader, condition), clock);
        }
    }

    /** The wait of {@link #listen}. */
    Waiter arrivals() {
        return arrivals;
    }

    /** Not in a read of the socket, from which only the peer could wake this thread. */
    private void awaitWakeUp(long seen) {
        try {
            doorbell.sleep(seen, Deadlines.never());
        } catch (InterruptedException e) {
            // A callback has left that behind, and nobody waits for it on the session's own thread.
            return;
        }
    }

    /** Frames consumed. For any thread, which may see an older number. */
    long frames() {
        return reader.frames();
    }
}
