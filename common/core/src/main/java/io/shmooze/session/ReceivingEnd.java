// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.fault.FailPoint;
import io.shmooze.lane.LanePayload;
import io.shmooze.lane.QuestionDescriptor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The receiving end of a session. Owns the read lock, which guards the incoming lane of the present attachment, and the
 * backlog. Hands messages to the application, and questions and answers to those who know them.
 *
 * <p><b>Guarantees.</b> Only one callback runs at a time, in the order of the lane. The lane's position advances when
 * the callback has returned or thrown, so a callback that throws does not block the lane. Messages that a lost peer had
 * published are not lost with the attachment.
 */
final class ReceivingEnd {
    /** The most messages in one pass; after each pass the session's own thread looks after the outbox. */
    private static final int PASS = 64;

    private final CurrentAttachment current;
    private final Questions questions;
    private final QuestionDispatcher dispatcher;
    private final LaneLock lock = new LaneLock();
    private final Backlog backlog;
    private final ReaderQueue readers;
    /** Messages that were handed over. Guarded by the lock. */
    private long handed;
    private final BacklogKeeper keeper;
    private final CallbackClock clock;

    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong redelivered = new AtomicLong();
    /** Guards the wait until the session's own thread finds the lane empty. To be taken before the lock. */
    private final Object delivered = new Object();
    private volatile boolean deliveryAwaited;

    ReceivingEnd(CurrentAttachment current, Questions questions, QuestionDispatcher dispatcher, ReaderQueue readers,
                 int backlogLimit) {
        this.current = current;
        this.questions = questions;
        this.dispatcher = dispatcher;
        this.readers = readers;
        this.backlog = new Backlog(backlogLimit);
        this.keeper = new BacklogKeeper(backlog, questions, dispatcher);
        this.clock = new CallbackClock(current, Deadlines.CLOCK);
    }

    // For an application's threads.

    /**
     * Hands the messages that are there to the handler, unless another thread is receiving.
     *
     * @return how many
     */
    int poll(Session session, MessageListener handler, int limit) {
        if (!lock.tryEnter()) {
            return 0;
        }
        try {
            return take(session, handler, limit);
        } finally {
            lock.leave();
            readers.wakeNext();
        }
    }

    /** Waits for messages, and hands those that are there to the handler; 0 if none came in time. */
    int receive(Session session, MessageListener handler, int limit, long deadlineNs) {
        try {
            int count = 0;
            Attachment over = null;
            do {
                Attachment on = current.await(over, deadlineNs);
                if (on != null && lock.tryLockUntil(deadlineNs)) {
                    try {
                        count = awaitAndTake(session, handler, limit, deadlineNs);
                    } finally {
                        lock.unlock();
                        readers.wakeNext();
                    }
                    over = on.isOver() ? on : null;
                }
            } while (count == 0 && !Deadlines.isOver(deadlineNs));
            return count > 0 ? count : poll(session, handler, limit);
        } catch (SessionClosedException e) {
            // Poll once more: the backlog got the last messages before the state changed.
            int count = poll(session, handler, limit);
            if (count == 0) {
                throw e;
            }
            return count;
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    /**
     * The caller holds the lock, and gives it back when this attachment is over, so that the session's own thread can
     * attach the next one.
     */
    private int awaitAndTake(Session session, MessageListener handler, int limit, long deadlineNs)
            throws InterruptedException {
        int count = take(session, handler, limit);
        IncomingLane lane = lane();
        while (count == 0 && lane != null && lane.awaitArrivals(deadlineNs)) {
            count = take(session, handler, limit);
        }
        return count;
    }

    /** Hands over messages up to a limit, and the questions and answers before them; returns how many messages. */
    private int take(Session session, MessageListener handler, int limit) {
        long before = handed;
        Message kept;
        clock.beginPass();
        while (handed - before < limit && (kept = backlog.poll()) != null) {
            callBackKept(session, handler, kept);
        }
        IncomingLane lane = lane();
        if (lane != null) {
            deliver(lane, session, handler, limit - (int) (handed - before));
        }
        return (int) (handed - before);
    }

    // For an application's thread that waits for an answer, in a session without a listener.

    /**
     * Reads until something has come, unless another thread is reading: completes futures, and keeps messages for the
     * next poll.
     *
     * @return LOCKED if this thread has read; ENTERED if another one polls; else QUEUED: it will be woken
     * @throws IllegalStateException if the messages that were kept are as long as the outbox may be
     */
    LaneLock.Attempt readUntil(AwaitedEnd awaited, Session session, long deadlineNs) throws InterruptedException {
        LaneLock.Attempt attempt = lock.tryLockNow();
        if (attempt != LaneLock.Attempt.LOCKED) {
            return attempt;
        }
        try {
            IncomingLane lane = lane();
            boolean reading = lane != null;
            while (reading && !awaited.isDone()) {
                backlog.checkRoom();
                if (deliver(lane, session, keeper, 1) == 0) {
                    reading = lane.awaitArrivals(awaited, deadlineNs);
                } else {
                    // Not before the first look: an answer would wait while this thread reads the clock.
                    reading = awaited.isDone() || !Deadlines.isOver(deadlineNs);
                }
            }
            return reading ? LaneLock.Attempt.LOCKED : LaneLock.Attempt.QUEUED;
        } finally {
            lock.unlock();
            readers.wakeNext();
        }
    }

    /** Gives the lock back after one of these methods has thrown an error to the calling thread. */
    void releaseLock() {
        lock.releaseHeld();
    }

    /** For any thread. */
    boolean hasBacklog() {
        return !backlog.isEmpty();
    }

    // For the session's own thread.

    /** Hands one pass of messages to the listener; false if there was none. */
    boolean deliver(Session session, MessageListener listener) {
        int count = 0;
        lock.enterNext();
        try {
            IncomingLane lane = lane();
            count = lane == null ? 0 : deliver(lane, session, listener, PASS);
        } finally {
            lock.leave();
        }
        clock.passed(count);
        if (count < PASS && deliveryAwaited) {
            synchronized (delivered) {
                delivered.notifyAll();
            }
        }
        return count > 0;
    }

    /** For this thread only. */
    CallbackClock clock() {
        return clock;
    }

    /** To be called when the peer has hung up: what is published later is not read. */
    void expectEnd() {
        lock.lock();
        try {
            lane().expectEnd();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a change under the lock.
     *
     * @param change for example makes an attachment the present one
     */
    void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the present attachment away.
     *
     * @param keep whether to move the messages that are left in the lane to the backlog, for an application that polls
     * @param change stores that there is no attachment
     */
    void detach(boolean keep, Runnable change) {
        lock.lockToDetach();
        try {
            IncomingLane lane = lane();
            lane.expectEnd();
            while (keep && lane.moveTo(keeper)) {
                continue;
            }
            current.present().probe();
        } finally {
            try {
                change.run();
            } finally {
                lock.unlock();
            }
        }
    }

    // For a thread that closes.

    /**
     * Waits until the session's own thread has handed all published messages to the listener. This thread stores that
     * it waits, and then takes the lock in {@link #hasMore}. The session's own thread looks whether a thread waits
     * after it has given the lock back. A pass that gave the lock back before has left the lane as {@link #hasMore}
     * finds it; every later pass sees that a thread waits, and notifies it when no more messages were there.
     */
    void awaitDelivered(long deadlineNs) throws InterruptedException {
        synchronized (delivered) {
            deliveryAwaited = true;
            while (hasMore(deadlineNs)) {
                TimeUnit.NANOSECONDS.timedWait(delivered, deadlineNs - System.nanoTime());
            }
        }
    }

    private boolean hasMore(long deadlineNs) throws InterruptedException {
        if (!lock.tryLockUntil(deadlineNs)) {
            return false;
        }
        try {
            Attachment present = current.present();
            if (present == null) {
                return false;
            }
            boolean more = present.incoming().hasArrivals();
            return present.probe() && more && !present.isOver() && !Deadlines.isOver(deadlineNs);
        } finally {
            lock.unlock();
        }
    }

    // For any thread.

    /** Whether the calling thread is in a message's callback of this session. */
    boolean isInCallback() {
        return lock.isInApplicationHere();
    }

    long messages() {
        return messages.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** Those of the messages that the peer has sent again. */
    long redelivered() {
        return redelivered.get();
    }

    /**
     * Hands messages to the listener, in place, up to a limit, and the questions and answers between them.
     *
     * @return how many of all
     */
    private int deliver(IncomingLane lane, Session session, MessageListener listener, int limit) {
        int count = 0;
        long before = handed;
        clock.beginPass();
        try {
            // A flood of questions must not keep a thread that polls for ever.
            while (handed - before < limit && count - PASS < limit && lane.next()) {
                LaneMessage message = lane.message();
                message.open();
                FailPoint.BEFORE_CALLBACK.reached();
                try {
                    callBack(session, listener, lane);
                } finally {
                    lane.closeMessage();
                }
                count++;
            }
        } finally {
            lane.endPass();
        }
        if (count > 0) {
            lane.letWriterAhead(count, limit, current.present().outgoing().messages());
        }
        return count;
    }

    private void callBack(Session session, MessageListener listener, IncomingLane lane) {
        LanePayload payload = lane.payload();
        int length = payload.length() + (payload.isNumbered() ? QuestionDescriptor.WORD_LENGTH : 0);
        clock.begin();
        lock.enterApplication();
        try {
            if (payload.isPlain()) {
                handed++;
                listener.onMessage(session, lane.message());
            } else {
                exchange(payload, lane.message());
            }
        } finally {
            lock.leaveApplication();
            if (clock.isTiming()) {
                clock.end(payload.kind(), length);
            }
            count(length, payload.redelivered());
        }
    }

    private void exchange(LanePayload payload, Message message) {
        MessageKind kind = payload.numberedKind();
        if (kind == null || kind == MessageKind.QUESTION) {
            dispatcher.dispatch(dispatcher.received(current.present().outgoing(), message, payload.number(),
                    kind != null));
        } else {
            questions.answered(kind, payload.number(), message);
        }
    }

    private void callBackKept(Session session, MessageListener listener, Message kept) {
        int length = kept.length();
        boolean again = kept.redelivered();
        MessageKind kind = kept.kind();
        clock.begin();
        lock.enterApplication();
        try {
            if (kept instanceof ReceivedQuestion question) {
                dispatcher.dispatch(question);
            } else {
                handed++;
                listener.onMessage(session, kept);
            }
        } finally {
            lock.leaveApplication();
            clock.end(kind, length);
            count(length, again);
        }
    }

    private void count(int length, boolean again) {
        messages.setRelease(messages.getPlain() + 1);
        bytes.setRelease(bytes.getPlain() + length);
        if (again) {
            redelivered.setRelease(redelivered.getPlain() + 1);
        }
    }

    private IncomingLane lane() {
        Attachment present = current.present();
        return present == null ? null : present.incoming();
    }
}
