// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.shmooze.Answer;
import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.MessageListener;
import io.shmooze.Question;
import io.shmooze.QuestionListener;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionListener;
import io.shmooze.SessionState;
import io.shmooze.ShmoozeException;
import io.shmooze.session.RelayEnd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One session of a relay. What the local peer sends goes to the {@link RelaySender}; what comes from NATS is handed to
 * the local peer by a thread of its own, and is acknowledged to the stream, and to the other end, when the local peer's
 * callbacks have returned.
 */
final class RelaySession implements MessageListener, QuestionListener, SessionListener {
    /** What the relay at either side does about its sessions. */
    interface Owner {
        /** Attaches to the server; on the side of the clients nobody calls it. */
        Session attach(RelaySession session, String clientName) throws InterruptedException;

        /** The session is over on this side. */
        void ended(RelaySession session);
    }

    private static final Duration LONG = Duration.ofDays(365);

    private final Owner owner;
    private final RelayLink link;
    private final RelayNames.Direction in;
    private final String near;
    private final String place;
    private final String id;
    private final long epoch;
    private final RelaySender sender;
    private final RelayAcknowledger acknowledger;
    private final RelayInbox inbox = new RelayInbox();
    private final RelayQuestions questions;
    /** The parts so far of a message. For the pump. */
    private ByteArrayOutputStream parts;
    private volatile Session session;
    private volatile RelayEnd end;
    /** Whether nothing is handed to the local peer any more. */
    private volatile boolean over;
    /** Whether the end of the session is not to be told to the other end. */
    private volatile boolean silent;
    /** Whether the other peer has left, and everything before that has been handed over. */
    private boolean closed;
    /** Whether the other peer has attached anew, and repeats what is not handed over. */
    private volatile boolean replaced;
    /** Whether the end of what comes has come. */
    private volatile boolean lastSeen;
    /** Completed when nothing more is handed over. */
    private final CompletableFuture<Void> handedOver = new CompletableFuture<>();
    private List<CompletableFuture<Void>> predecessors = List.of();
    private final AtomicBoolean endTold = new AtomicBoolean();

    RelaySession(Owner owner, RelayLink link, RelayNames.Direction out, String near, String place, String id,
                 long epoch) {
        this.owner = owner;
        this.link = link;
        this.in = link.names().opposite(out);
        this.near = near;
        this.place = place;
        this.id = id;
        this.epoch = epoch;
        this.acknowledger = new RelayAcknowledger(link.workers());
        this.sender = new RelaySender(link, out, near, id, epoch, acknowledger);
        this.questions = new RelayQuestions(sender);
    }

    String near() {
        return near;
    }

    /** Of the channel at the clients; empty if that is not known. */
    String place() {
        return place;
    }

    String id() {
        return id;
    }

    long epoch() {
        return epoch;
    }

    RelaySender sender() {
        return sender;
    }

    /** Starts the thread that hands over what comes from NATS, once others have handed over what they have. */
    void start(List<CompletableFuture<Void>> after) {
        predecessors = after;
        link.workers().execute(this::pump);
    }

    CompletableFuture<Void> handedOver() {
        return handedOver;
    }

    /** Tells the other end how far this one has come. */
    void tellProgress() {
        long received = inbox.received();
        if (received > 0) {
            link.tell(link.names().done(near, id, in), ByteBuffer.allocate(3 * Long.BYTES).putLong(epoch)
                    .putLong(inbox.handled()).putLong(received).array());
        }
    }

    boolean isOver() {
        return over;
    }

    // From NATS, on the connection's thread.

    /** Takes a batch in order; false if one before it is missing. */
    boolean receive(RelayBatch batch) {
        lastSeen |= batch.isLast();
        if (over && batch.isLast()) {
            sender.stop();
        }
        RelayInbox.Arrival arrival = inbox.receive(batch);
        if (arrival == RelayInbox.Arrival.TURN) {
            if (offer(batch)) {
                inbox.handedOver(batch);
            } else {
                inbox.putBack(batch);
            }
        }
        return arrival != RelayInbox.Arrival.MISSING;
    }

    /** Hands over what needs no waiting; false if something is left for the pump. */
    private boolean offer(RelayBatch batch) {
        int position = batch.position();
        try {
            RelayRecord record;
            while ((record = batch.next()) != null) {
                if (over || session == null || parts != null || record.more() || record.redelivered()
                        || batch.isAgain() || record.type() != RelayRecord.Type.MESSAGE
                        || !session.offer(record.kind(), record.payload())) {
                    batch.position(position);
                    return false;
                }
                position = batch.position();
            }
            return true;
        } catch (ShmoozeException e) {
            // The pump gets the same one, and may wait for what follows from it.
            batch.position(position);
            return false;
        }
    }

    private void pump() {
        predecessors.forEach(CompletableFuture::join);
        try {
            while (!over) {
                RelayBatch batch = inbox.take();
                if (batch != null) {
                    deliver(batch);
                    inbox.handedOver(batch);
                }
                if (batch == null || closed) {
                    awaitCallbacks();
                }
            }
        } catch (InterruptedException e) {
            over = true;
        } catch (SessionClosedException e) {
            // Its end is told by the listener.
            over = true;
        } catch (RuntimeException e) {
            over = true;
            link.report("a session has ended: " + NatsOptions.reason(e));
            failed();
        }
        inbox.close();
        if (replaced) {
            endReplaced();
        }
        handedOver.complete(null);
    }

    private void awaitCallbacks() {
        List<RelayBatch> handedOver = inbox.takeHandedOver();
        if (!closed) {
            flush();
        }
        if (parts == null) {
            inbox.handled(handedOver);
        } else {
            // The other end keeps the parts of a message, so that the stream may be shorter than it.
            inbox.forget(handedOver);
        }
        tellProgress();
    }

    /** The local peer has to be done with what it got, because the same comes again in another session. */
    private void endReplaced() {
        try {
            flush();
        } catch (ShmoozeException e) {
            // It is gone.
            failed();
        }
        if (end != null) {
            end.hangUp();
        }
        end();
    }

    private void flush() {
        if (session != null) {
            session.flush(LONG);
        }
    }

    /** The local peer is gone, which its listener tells, or cannot take what has come. */
    private void failed() {
        Session local = session;
        if (local != null && local.state() != SessionState.CLOSED && end != null) {
            end.hangUp();
        }
    }

    private void deliver(RelayBatch batch) throws InterruptedException {
        RelayRecord record;
        while (!over && (record = batch.next()) != null) {
            if (record.more() || parts != null) {
                parts = parts == null ? new ByteArrayOutputStream() : parts;
                parts.write(record.payload().array(), record.payload().arrayOffset(), record.payload().remaining());
                if (record.more()) {
                    continue;
                }
                record = new RelayRecord(record.type(), record.kind(), record.redelivered(), false, record.number(),
                        ByteBuffer.wrap(parts.toByteArray()));
                parts = null;
            }
            deliver(record, batch.isAgain() || record.redelivered());
        }
    }

    private void deliver(RelayRecord record, boolean again) throws InterruptedException {
        switch (record.type()) {
            case OPEN -> {
                if (session == null) {
                    session = owner.attach(this, record.text());
                    end = RelayEnd.of(session);
                }
            }
            case MESSAGE -> {
                if (again) {
                    end.sendAgain(record.kind(), record.payload());
                } else {
                    session.send(record.kind(), record.payload());
                }
            }
            case QUESTION -> questions.ask(end, record, again);
            case ANSWER, FAILURE -> questions.answered(record);
            case CLOSE -> closed(DetachReason.valueOf(record.text()));
            default -> throw new IllegalStateException(record.type().name());
        }
    }

    /** The other peer has left or died; everything before it has been handed over. */
    private void closed(DetachReason reason) {
        flush();
        silent = true;
        if (session != null) {
            if (reason == DetachReason.CLOSED_BY_PEER) {
                session.close();
            } else {
                end.hangUp();
            }
        }
        sender.stop();
        closed = true;
        over = true;
        end();
    }

    /** The other relay is gone: its peer counts as dead, once what has come is handed over. */
    void expire() {
        inbox.add(RelayRecord.close(DetachReason.PEER_DIED), epoch);
    }

    /** The other peer has attached anew, and repeats what is not handed over; unless it had left before. */
    void replace() {
        sender.stop();
        if (lastSeen) {
            return;
        }
        silent = true;
        replaced = true;
        over = true;
        inbox.close();
    }

    // From the local peer, on the session's own thread.

    @Override
    public void onAttached(Session attached) {
        end = RelayEnd.of(attached);
        end.deferAcknowledgements();
        end.afterEachPass(sender::publish);
        acknowledger.attached(end);
        session = attached;
    }

    @Override
    public void onMessage(Session from, io.shmooze.Message message) {
        sender.add(new RelayRecord(RelayRecord.Type.MESSAGE, message.kind(), message.redelivered(), false, 0,
                message.buffer()));
    }

    @Override
    public Answer onQuestion(Session from, Question question) {
        if (question.expectsAnswer()) {
            questions.asked(question);
        } else {
            onMessage(from, question);
        }
        return Answer.later();
    }

    @Override
    public void onDetached(Session from, Detachment detachment) {
        if (!silent) {
            sender.send(RelayRecord.close(detachment.reason()));
        }
        // A client's session would attach again; a relay attaches anew for each session.
        end.hangUp();
        over = true;
        inbox.close();
        end();
    }

    /** Ends the session as if this relay had died. The other relay learns that by itself. */
    void abandon() {
        sender.stop();
        silent = true;
        over = true;
        if (end != null) {
            end.hangUp();
        }
        inbox.close();
        end();
    }

    /** Its local peer has gone before it was made. */
    void finish() {
        over = true;
        inbox.close();
        end();
    }

    /** Ends the session because this relay leaves. */
    void leave() {
        silent = true;
        sender.send(RelayRecord.close(DetachReason.CLOSED_BY_PEER));
        if (session != null) {
            session.close();
        }
    }

    boolean isEnded() {
        return endTold.get();
    }

    private void end() {
        questions.clear();
        if (endTold.compareAndSet(false, true)) {
            owner.ended(this);
        }
    }
}
