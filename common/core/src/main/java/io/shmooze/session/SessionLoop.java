// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.ShmoozeException;
import io.shmooze.WaitStrategy;
import io.shmooze.fault.FailPoint;
import io.shmooze.jfr.FlightRecord;
import io.shmooze.lane.QuestionDescriptor;
import io.shmooze.lane.UnacknowledgedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The loop of the session's own thread: attach, serve, detach, collect, reconnect, end. Owns whether the end was
 * requested and whether it has come, and the unacknowledged messages of a lost attachment until they are in the outbox
 * or reported.
 *
 * <p><b>Guarantees.</b> Attachments follow one another. Before the next one is attached, the old one is taken from both
 * ends, and the messages that the peer had not acknowledged are put before all others in the outbox. Whatever a
 * callback or a peer does, the thread does not end before it has reported the session's end.
 *
 * <p>A close reaches every attachment. A closing thread stores the request and then looks for the present attachment;
 * the session's thread stores the present attachment and then looks for a request. Both fields are volatile, so at
 * least one of the two sees the other's store, and closes the attachment.
 */
final class SessionLoop {
    /** For what a session's own thread waits beside arrivals. */
    private record OutboxRoom(SendingEnd sending, Attachment on) implements BooleanSupplier {
        @Override
        public boolean getAsBoolean() {
            return sending.canPublishOutbox(on);
        }
    }

    private final SessionOptions options;
    private final AttachmentSource source;
    private final CurrentAttachment current;
    private final SendingEnd sending;
    private final ReceivingEnd receiving;
    private final Questions questions;
    private final ReaderQueue readers;
    private final AtomicBoolean endRequested = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    /** For the session's own thread. */
    private List<UnacknowledgedMessage> collected = List.of();
    /** For the session's own thread; null if nobody wants to know. */
    private Runnable passEnd;

    SessionLoop(SessionOptions options, AttachmentSource source, CurrentAttachment current, SendingEnd sending,
                ReceivingEnd receiving, Questions questions, ReaderQueue readers) {
        this.options = options;
        this.source = source;
        this.current = current;
        this.sending = sending;
        this.receiving = receiving;
        this.questions = questions;
        this.readers = readers;
    }

    /** Asks for the end, from any thread; no further attachment is made. True for the first call. */
    boolean requestEnd() {
        boolean first = endRequested.compareAndSet(false, true);
        if (first) {
            source.cancel();
        }
        return first;
    }

    /** Waits, on any other thread, until the session is over and its end is reported; false if it is not in time. */
    boolean awaitEnd(long deadlineNs) throws InterruptedException {
        return ended.await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** See {@link RelayEnd#afterEachPass}. */
    void afterEachPass(Runnable action) {
        passEnd = action;
    }

    /** Makes an attachment the present one, for all threads. */
    void attach(Attachment next) {
        sending.attach(() -> receiving.locked(() -> current.attach(next)));
        // A thread that asks registers its question before it looks for the attachment. Nobody publishes it here.
        if (questions.inFlight() > 0 && !next.outgoing().takesQuestions()) {
            questions.endAll(false, QuestionEnd.unsupported(next.peer()));
            next.wake();
        }
        readers.wakeNext();
        if (endRequested.get()) {
            next.close();
        }
    }

    /** Serves the present attachment and its successors until the session is over. */
    void run(Session session) {
        current.setOwnThread(Thread.currentThread());
        Callbacks callbacks = new Callbacks(options, session);
        Attachment attachment = current.present();
        Attachment first = attachment;
        Attachment last = attachment;
        FlightRecord.began(session);
        try {
            while (attachment != null) {
                last = attachment;
                FlightRecord.attached(session, attachment != first);
                callbacks.attached();
                guard(attachment, session, callbacks);
                attachment = replace(attachment, callbacks);
            }
        } finally {
            current.setState(SessionState.CLOSED);
            FlightRecord.ended(session);
            ended.countDown();
            // Last, because it may wait for the peer.
            last.discard();
        }
    }

    /** Survives a second error while a first one is handled, which a truncated segment can cause. */
    private void guard(Attachment on, Session session, Callbacks callbacks) {
        try {
            serve(on, session, callbacks);
        } catch (Throwable e) {
            releaseLocks();
            on.fail(e);
        }
    }

    /** Returns when the attachment is over; fails the attachment if an error has ended it. */
    private void serve(Attachment on, Session session, Callbacks callbacks) {
        try {
            if (options.isPolled()) {
                watch(on);
            } else {
                listen(on, session, callbacks);
            }
            on.probe();
        } catch (InternalError e) {
            releaseLocks();
            on.fail(e);
        } catch (Throwable e) {
            on.fail(e);
            callbacks.error(e);
        }
    }

    private void releaseLocks() {
        sending.releaseLock();
        receiving.releaseLock();
    }

    private void listen(Attachment on, Session session, MessageListener listener) {
        if (options.waitStrategy() == WaitStrategy.SPINNING) {
            on.startBellReader();
        }
        receiving.clock().began(on.incoming().arrivals());
        boolean over;
        boolean any;
        do {
            // Look at this first: if the peer has hung up, the pass below sees everything that the peer published.
            over = on.isOver();
            if (over) {
                receiving.expectEnd();
            }
            any = receiving.deliver(session, listener);
            if (any && passEnd != null) {
                passEnd.run();
            }
            sending.publishOutbox();
            if (!any && !over) {
                on.incoming().listen(new OutboxRoom(sending, on), receiving.clock());
            }
        } while (any || !over);
    }

    /** For an application that polls: this thread waits only for the end, and for room while the outbox is blocked. */
    private void watch(Attachment on) {
        while (!on.isOver()) {
            long seen = on.bells();
            sending.publishOutbox();
            if (on.probe()) {
                on.awaitBell(seen);
            }
        }
    }

    /** Ends an attachment, in good order if that is possible; returns the next one, or null. */
    private Attachment replace(Attachment over, Callbacks callbacks) {
        try {
            return detach(over, callbacks);
        } catch (Throwable e) {
            releaseLocks();
            over.fail(e);
            callbacks.error(e);
            end(DetachReason.FAILED, over.failure(), over, callbacks);
            return null;
        }
    }

    private Attachment detach(Attachment over, Callbacks callbacks) {
        boolean keep = options.isPolled() && !over.isClosedHere();
        collected = sending.detach(() -> receiving.detach(keep, current::detach));
        DetachReason reason = over.reason();
        String failure = over.failure();
        boolean isLast = endRequested.get() || reason == DetachReason.FAILED || source.isFinal();
        endQuestions(reason, over, isLast);
        questions.answerKept();
        over.retire();
        if (isLast) {
            end(reason, failure, over, callbacks);
            return null;
        }
        return reconnect(reason, over, callbacks);
    }

    /**
     * Ends the questions that the peer has not answered, so that nobody waits for it. After the attachment was taken
     * away: a question that is asked now is for the next server.
     */
    private void endQuestions(DetachReason reason, Attachment over, boolean all) {
        if (questions.inFlight() == 0) {
            return;
        }
        questions.endAll(!all, QuestionEnd.gone(reason, over.peer(), over.failure()));
        current.lookAgain();
    }

    private Attachment reconnect(DetachReason reason, Attachment lost, Callbacks callbacks) {
        FailPoint.RECOVERY_COLLECTED.reached();
        List<UnacknowledgedMessage> messages = withoutQuestions(collected);
        List<PendingQuestion> asked = questions.toAskAgain();
        sending.sendAgain(messages, asked);
        collected = List.of();
        current.setState(SessionState.RECONNECTING);
        Detachment detachment = new Detachment(reason, lost.peer(), null, List.of());
        FlightRecord.detached(options.channel(), detachment, messages.size(), false);
        callbacks.detached(detachment);
        // A callback may have left the interrupt status set; it must not end the attempts to connect.
        Thread.interrupted();
        lost.discard();
        try {
            Attachment next = source.next();
            if (next != null) {
                FlightRecord.redelivers(options.channel(), next.peer(), messages.size(), bytes(messages), asked.size());
                attachAgain(next);
                return next;
            }
            end(DetachReason.CLOSED_HERE, null, lost, callbacks);
        } catch (ShmoozeException e) {
            end(reason, e.getMessage(), lost, callbacks);
        }
        return null;
    }

    private void attachAgain(Attachment next) {
        try {
            FailPoint.RECOVERY_ATTACHED.reached();
            attach(next);
        } catch (Throwable e) {
            // Otherwise nobody would hang up, and the server would wait for this client while its process lives.
            next.fail(e);
            throw e;
        }
    }

    private void end(DetachReason reason, String detail, Attachment last, Callbacks callbacks) {
        List<Message> left = new ArrayList<>();
        addMessages(left, collected, last);
        addMessages(left, sending.closeOutbox(), last);
        current.setState(SessionState.CLOSED);
        // Once more, because the last attempts to connect have failed, or a question came meanwhile.
        endQuestions(reason, last, true);
        Detachment detachment = new Detachment(reason, last.peer(), detail, List.copyOf(left));
        FlightRecord.detached(options.channel(), detachment, left.size(), true);
        callbacks.detached(detachment);
    }

    private static long bytes(List<UnacknowledgedMessage> messages) {
        long sum = 0;
        for (UnacknowledgedMessage message : messages) {
            sum += message.payload().remaining();
        }
        return sum;
    }

    private static void addMessages(List<Message> left, List<UnacknowledgedMessage> messages, Attachment last) {
        for (UnacknowledgedMessage message : withoutQuestions(messages)) {
            left.add(MessageCopy.of(message, last.peer()));
        }
    }

    /** Without questions, whose askers are told otherwise, and answers, for which nobody waits. */
    private static List<UnacknowledgedMessage> withoutQuestions(List<UnacknowledgedMessage> messages) {
        List<UnacknowledgedMessage> others = new ArrayList<>();
        for (UnacknowledgedMessage message : messages) {
            if (!QuestionDescriptor.isNumbered(message.kind())) {
                others.add(message);
            }
        }
        return others;
    }
}
