// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.MessageKind;
import io.shmooze.OutboxFullException;
import io.shmooze.SessionClosedException;
import io.shmooze.lane.UnacknowledgedMessage;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The outbox of a session. Owns the messages that wait for room in the lane, how far each has been published, and
 * whether the rest waits for the peer. The messages come from callbacks, which must not block, from {@code enqueue},
 * and from an attachment that was lost.
 *
 * <p><b>Threads.</b> The queue is for any thread. {@link #publish}, {@link #attached} and {@link #detach} need the
 * session's write lock.
 *
 * <p><b>Guarantees.</b> If {@link #publish} stops because the lane is full, it has asked for a bell before its last
 * look at the lane. So the peer's next acknowledgement rings, and the session's own thread publishes again.
 */
final class Outbox {
    /** Bytes that a message costs beside its payload, roughly; so that the limit bounds many empty messages, too. */
    private static final int OVERHEAD = 128;

    /** As many as the default limit of questions in flight, of 2,000 bytes each. */
    static final long ROOM_FOR_FAILURES = SessionDefaults.MAX_QUESTIONS * 2000L;

    private final Deque<PendingMessage> messages = new ArrayDeque<>();
    private final long limit;
    private long bytes;
    private boolean closed;
    /** The number of messages, for reading without the monitor. */
    private volatile int size;
    /** Whether the messages wait for an attachment, or for the peer to acknowledge; a bell is then asked for. */
    private volatile boolean blocked = true;
    private volatile long blockedAt;
    private volatile long blockedBells;

    Outbox(long limit) {
        this.limit = limit;
    }

    /** Copies the payload and adds it. An empty outbox has room for any one message. */
    void add(MessageKind kind, ByteBuffer payload) {
        add(kind, copy(payload), null);
    }

    /**
     * The same of a question or an answer, whose payload nobody changes. There is more room for failures, because each
     * is one line for which somebody waits.
     */
    synchronized void add(MessageKind kind, ByteBuffer payload, Publishable due) {
        if (closed) {
            throw new SessionClosedException("The session is over");
        }
        int length = payload.remaining();
        long most = kind == MessageKind.FAILURE ? limit + ROOM_FOR_FAILURES : limit;
        if (bytes + length > most && !messages.isEmpty()) {
            throw new OutboxFullException("The outbox holds " + bytes + " bytes in " + messages.size()
                    + " messages and has no room for " + length + " more: the peer does not read fast enough");
        }
        messages.add(PendingMessage.of(new UnacknowledgedMessage(kind, payload,
                due != null && due.isRepeated()), due));
        changed(length + OVERHEAD);
    }

    private static ByteBuffer copy(ByteBuffer payload) {
        ByteBuffer copy = ByteBuffer.allocate(payload.remaining());
        return copy.put(0, payload, payload.position(), payload.remaining());
    }

    /**
     * Puts messages of a lost attachment before all others, marked as redelivered, and questions before them. They were
     * accepted before, so the limit does not apply.
     */
    synchronized void sendAgain(List<UnacknowledgedMessage> unacknowledged, List<PendingQuestion> questions) {
        for (int i = unacknowledged.size() - 1; i >= 0; i--) {
            addFirst(PendingMessage.of(unacknowledged.get(i).asRedelivered(), null));
        }
        for (int i = questions.size() - 1; i >= 0; i--) {
            addFirst(PendingMessage.of(questions.get(i).repeatable().message(), questions.get(i)));
        }
    }

    private void addFirst(PendingMessage message) {
        messages.addFirst(message);
        changed(message.length() + OVERHEAD);
    }

    private synchronized PendingMessage first() {
        return messages.peek();
    }

    private synchronized void removeFirst() {
        changed(-messages.remove().length() - OVERHEAD);
    }

    /** Empties the outbox, and refuses messages from now on. */
    synchronized List<UnacknowledgedMessage> close() {
        closed = true;
        List<UnacknowledgedMessage> all = new ArrayList<>();
        for (PendingMessage message : messages) {
            all.add(message.keep(Outbox::copy));
        }
        messages.clear();
        changed(-bytes);
        return all;
    }

    /** To be called when there is a new attachment: the messages no longer wait for one. */
    void attached() {
        blocked = false;
    }

    /**
     * To be called when the attachment is lost. A message that was published in part will be published again from its
     * start.
     *
     * @return the published messages that the peer has not acknowledged
     */
    List<UnacknowledgedMessage> detach(OutgoingLane lane) {
        try {
            setBlocked(lane, false);
            return lane.unacknowledged();
        } finally {
            blocked = true;
            restart();
        }
    }

    private synchronized void restart() {
        if (!messages.isEmpty()) {
            messages.peek().restart();
        }
    }

    /** Publishes as many messages as the lane has room for; true if none is left. */
    boolean publish(OutgoingLane lane) {
        while (!isEmpty()) {
            if (lane == null) {
                blocked = true;
                return false;
            }
            PendingMessage first = first();
            if (!first.isDue(lane) || lane.publish(first) && first.markPublished()) {
                removeFirst();
            } else if (!hasRoomAfterAll(lane)) {
                return false;
            }
        }
        if (lane != null && blocked) {
            setBlocked(lane, false);
        }
        return true;
    }

    /** After the lane was full: asks the peer to ring when it acknowledges, then looks at the lane once more. */
    private boolean hasRoomAfterAll(OutgoingLane lane) {
        blockedAt = lane.acknowledgement().acknowledged();
        setBlocked(lane, true);
        return lane.hasRoom();
    }

    private void setBlocked(OutgoingLane lane, boolean now) {
        if (now) {
            // Read before arming, so that the next call notices a bell for this very epoch.
            long bells = lane.bells();
            if (!blocked || blockedBells != bells) {
                lane.armRoom(blocked);
            }
            blockedBells = bells;
        } else if (blocked) {
            lane.acknowledgement().disarm();
        }
        blocked = now;
    }

    /** For any thread: whether there are messages that wait neither for the peer nor for an attachment. */
    boolean hasUnblocked() {
        return !isEmpty() && !blocked;
    }

    /**
     * For the session's own thread: whether {@link #publish} has to be called again, because the peer has acknowledged
     * something since the lane was full, or because a bell has rung meanwhile and a new epoch has to ask for the next.
     */
    boolean canUnblock(OutgoingLane lane) {
        return blocked && !isEmpty()
                && (lane.acknowledgement().acknowledged() != blockedAt || lane.bells() != blockedBells);
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    private void changed(long byBytes) {
        bytes += byBytes;
        size = messages.size();
    }
}
