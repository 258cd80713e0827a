// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.ShmoozeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The questions that this side has asked. Owns their numbers, the limit of how many are in flight, and which ones have
 * not ended. For any thread.
 *
 * <p><b>Each question ends once.</b> It stands in a slot of a table. The thread that takes it out, by one
 * compare-and-set, ends it; so an answer, the peer's death and a timeout that come together have one winner. The number
 * is compared before, so a late answer does not reach the next question in the slot.
 *
 * <p><b>No question is left behind.</b> A question is in its slot before it is published, with volatile stores. The
 * session's own thread ends the questions of a lost attachment after it has taken the attachment away from the write
 * lock, and before it attaches the next one. So a question that it does not find had not been registered then, and can
 * only be published to the next peer; and a question that it has ended is not published later, because whoever
 * publishes looks at that under the write lock ({@link Publishable}).
 */
final class Questions {
    private record KeptAnswer(MessageKind kind, PendingQuestion question, Message answer) {
    }

    private final int limit;
    private final AtomicLong lastNumber = new AtomicLong();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    /** Made with the first question. Its length is a power of 2, at least twice the limit, so a free slot is near. */
    private volatile AtomicReferenceArray<PendingQuestion> slots;

    /** For the session's own thread. */
    private final Deque<KeptAnswer> kept = new ArrayDeque<>();

    Questions(int limit) {
        this.limit = limit;
    }

    /** Gives the question a number and a slot. */
    void register(PendingQuestion question) {
        if (inFlight.incrementAndGet() > limit) {
            inFlight.decrementAndGet();
            throw QuestionEnd.tooMany(limit);
        }
        AtomicReferenceArray<PendingQuestion> table = table();
        long number;
        do {
            number = lastNumber.incrementAndGet();
            question.number(number);
        } while (!table.compareAndSet(index(table, number), null, question));
    }

    private AtomicReferenceArray<PendingQuestion> table() {
        AtomicReferenceArray<PendingQuestion> table = slots;
        return table == null ? makeTable() : table;
    }

    private synchronized AtomicReferenceArray<PendingQuestion> makeTable() {
        if (slots == null) {
            slots = new AtomicReferenceArray<>(Integer.highestOneBit(Math.max(limit - 1, 1)) << 2);
        }
        return slots;
    }

    private static int index(AtomicReferenceArray<PendingQuestion> table, long number) {
        return (int) number & table.length() - 1;
    }

    /** Takes a question out of the table, so that the caller may end it; null if it has ended. */
    private PendingQuestion take(long number) {
        AtomicReferenceArray<PendingQuestion> table = slots;
        if (table == null) {
            return null;
        }
        int at = index(table, number);
        PendingQuestion question = table.get(at);
        return question != null && question.number() == number && remove(table, at, question) ? question : null;
    }

    private boolean remove(AtomicReferenceArray<PendingQuestion> table, int at, PendingQuestion question) {
        boolean removed = table.compareAndSet(at, question, null);
        if (removed) {
            inFlight.decrementAndGet();
        }
        return removed;
    }

    /** The owner has ended the question; an answer is dropped from now on. */
    void withdraw(PendingQuestion question) {
        take(question.number());
    }

    /** In a callback: the peer has answered, or has said that it does not. */
    void answered(MessageKind kind, long number, Message answer) {
        PendingQuestion question = take(number);
        if (question == null) {
            dropped.incrementAndGet();
        } else {
            end(kind, question, answer);
        }
    }

    private void end(MessageKind kind, PendingQuestion question, Message answer) {
        if (kind == MessageKind.FAILURE) {
            question.failed(QuestionEnd.failed(answer.text()));
        } else {
            end(question, answer);
        }
    }

    /** Keeps a copy of an answer until {@link #answerKept}, because the caller holds locks that callbacks may want. */
    void keep(MessageKind kind, long number, Message copy) {
        PendingQuestion question = take(number);
        if (question == null) {
            dropped.incrementAndGet();
        } else {
            kept.add(new KeptAnswer(kind, question, copy));
        }
    }

    void answerKept() {
        for (KeptAnswer next = kept.poll(); next != null; next = kept.poll()) {
            end(next.kind, next.question, next.answer);
        }
    }

    private void end(PendingQuestion question, Message answer) {
        try {
            if (!question.answered(answer)) {
                dropped.incrementAndGet();
            }
        } catch (Throwable e) {
            // For example, there is no memory for a copy. Nobody else can end this question any more.
            question.failed(new ShmoozeException("The answer of " + answer.length() + " bytes cannot be read: " + e,
                    e));
            throw e;
        }
    }

    /** Ends all questions, or all but the repeatable ones; none that is asked because another one has ended. */
    void endAll(boolean butRepeatable, ShmoozeException reason) {
        List<PendingQuestion> ending = new ArrayList<>();
        AtomicReferenceArray<PendingQuestion> table = slots;
        for (int i = 0; table != null && i < table.length(); i++) {
            PendingQuestion question = table.get(i);
            if (question != null && !(butRepeatable && question.repeatable() != null)
                    && remove(table, i, question)) {
                ending.add(question);
            }
        }
        for (PendingQuestion question : ending) {
            question.failed(reason);
        }
    }

    /**
     * The repeatable questions that a peer was asked and has not answered, in the order of their numbers. They are not
     * published any more. For the session's own thread, after the attachment was taken away.
     */
    List<PendingQuestion> toAskAgain() {
        List<PendingQuestion> again = new ArrayList<>();
        AtomicReferenceArray<PendingQuestion> table = slots;
        for (int i = 0; table != null && i < table.length(); i++) {
            PendingQuestion question = table.get(i);
            RepeatableQuestion repeatable = question == null ? null : question.repeatable();
            if (repeatable != null && repeatable.isPublished()) {
                repeatable.setPublished(false);
                again.add(question);
            }
        }
        again.sort(Comparator.comparingLong(PendingQuestion::number));
        return again;
    }

    int inFlight() {
        return inFlight.get();
    }

    long dropped() {
        return dropped.get();
    }
}
