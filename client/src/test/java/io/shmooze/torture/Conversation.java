// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.Answer;
import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.OutboxFullException;
import io.shmooze.Question;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.SessionTimeoutException;
import io.shmooze.torture.JournalEntry.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;

/**
 * One side of a session: it sends, receives, and writes both into the journal. It has two streams of messages: those of
 * its own thread, and the answers of its callbacks.
 */
final class Conversation {
    static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final int SESSION_BITS = 8;
    private static final int LOOK_MS = 10;

    /** A callback throws it on purpose. */
    static final class DeliberateException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final Journal journal;
    private final Random random;
    private final int session;
    private final int stream;
    /** Null if the journal tells what has arrived. */
    private final ArrivalCheck arrivals;
    final QuestionStream questions;
    private int said;
    private volatile int answered;
    private volatile boolean closing;

    Conversation(Journal journal, ArrivalCheck arrivals, Random random, int incarnation, int session,
                 boolean ofClient) {
        this.journal = journal;
        this.arrivals = arrivals;
        this.random = random;
        this.session = session;
        this.stream = (incarnation << SESSION_BITS | session) << 1;
        this.questions = new QuestionStream(journal, session, stream, ofClient);
    }

    static int answersOf(int stream) {
        return stream | 1;
    }

    int stream() {
        return stream;
    }

    void attached(int peer, int bulkSize) {
        if (arrivals != null) {
            arrivals.attached(bulkSize);
        }
        journal.add(Kind.ATTACHED, 0, session, peer, 0, 0, bulkSize);
    }

    /** This side wants the session to be over. */
    boolean isClosing() {
        return closing;
    }

    void closing() {
        closing = true;
        questions.closing();
        journal.add(Kind.CLOSING, 0, session, stream, 0);
    }

    void detached(Session from, Detachment detachment) {
        for (Message message : detachment.unacknowledged()) {
            ChecksummedPayload left = ChecksummedPayload.of(message.toByteArray());
            journal.add(Kind.UNACKNOWLEDGED, 0, session, left.stream(), left.number(), left.length(),
                    left.checksum());
        }
        int end = from.state() == SessionState.CLOSED ? JournalEntry.FINAL : 0;
        journal.add(Kind.DETACHED, detachment.reason().ordinal() | end, session, stream, 0);
        if (detachment.reason() == DetachReason.FAILED) {
            TortureChild.complain(new IllegalStateException("Nobody has harmed the session: " + detachment.detail()));
        }
    }

    void received(Session from, Message message) {
        ChecksummedPayload heard = ChecksummedPayload.of(message.toByteArray());
        int flags = (message.redelivered() ? JournalEntry.REDELIVERED : 0) | (heard.intact() ? 0 : JournalEntry.TORN);
        journal.add(Kind.BEGUN, flags, session, heard.stream(), heard.number(), heard.length(), heard.checksum());
        int dice = random.nextInt(600);
        if (dice < 40) {
            answer(from);
        } else if (dice < 55) {
            // Makes it likely that a kill strikes in a callback.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(4)));
        }
        if (dice > 55 && dice <= 75) {
            askFromCallback(from);
        }
        // What the callback reads in place must stay as it is until the callback returns.
        byte[] still = message.toByteArray();
        boolean same = ChecksummedPayload.checksum(still) == heard.checksum();
        flags |= same ? 0 : JournalEntry.TORN;
        journal.add(Kind.RETURNED, flags, session, heard.stream(), heard.number(), heard.length(), heard.checksum());
        String wrong = arrivals == null ? null : same ? arrivals.check(still) : "A message changes in its callback";
        if (wrong != null) {
            TortureChild.complain(new IllegalStateException(wrong));
        }
        if (dice > 590) {
            throw new DeliberateException();
        }
    }

    Answer asked(Session from, Question question) {
        return questions.answer(question, random);
    }

    private void askFromCallback(Session to) {
        try {
            questions.ask(to, random);
        } catch (OutboxFullException | SessionClosedException e) {
            // It is not asked.
            return;
        }
    }

    private void answer(Session to) {
        int number = answered + 1;
        ByteBuffer payload = about(answersOf(stream), number, ChecksummedPayload.drawLength(random));
        try {
            to.send(payload);
            journal.add(Kind.SENT, 0, session, answersOf(stream), number);
            answered = number;
        } catch (OutboxFullException | SessionClosedException e) {
            journal.add(Kind.GIVEN_UP, 0, session, answersOf(stream), number);
        }
    }

    /** Sends until the session is over. Pauses between bursts while the gate is closed. */
    void talk(Session to, ReadWriteLock gate) {
        try {
            while (to.state() != SessionState.CLOSED) {
                // Not for ever, because the session may end while the gate is closed.
                if (gate.readLock().tryLock(LOOK_MS, TimeUnit.MILLISECONDS)) {
                    try {
                        burst(to);
                    } finally {
                        gate.readLock().unlock();
                    }
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(4000)));
                }
            }
        } catch (SessionClosedException e) {
            return;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void burst(Session to) {
        for (int i = random.nextInt(40); i >= 0 && !journal.isNearlyFull(); i--) {
            say(to);
            if (random.nextInt(8) == 0) {
                questions.ask(to, random);
            }
        }
        if (random.nextInt(3) == 0) {
            flush(to);
        }
    }

    private void say(Session to) {
        int number = said + 1;
        boolean tiny = number % 2 == 0 && random.nextInt(8) == 0;
        ByteBuffer payload = about(stream, number,
                tiny ? random.nextInt(ChecksummedPayload.HEADER_LENGTH) * random.nextInt(2)
                        : ChecksummedPayload.drawLength(random));
        int way = random.nextInt(10);
        try {
            boolean accepted = true;
            if (way == 0) {
                accepted = to.offer(MessageKind.TEXT, payload);
            } else if (way == 1) {
                to.send(MessageKind.BINARY, payload, Duration.ofMillis(random.nextInt(20)));
            } else {
                to.send(payload);
            }
            if (accepted) {
                journal.add(Kind.SENT, way == 0 ? 0 : JournalEntry.PUBLISHED, session, stream, number);
                said = number;
            } else {
                journal.add(Kind.GIVEN_UP, 0, session, stream, number);
            }
        } catch (SessionTimeoutException e) {
            journal.add(Kind.GIVEN_UP, 0, session, stream, number);
        }
    }

    private ByteBuffer about(int of, int number, int length) {
        byte[] bytes = ChecksummedPayload.make(of, number, length);
        journal.add(Kind.SENDING, 0, session, of, number, length, ChecksummedPayload.checksum(bytes));
        return ByteBuffer.wrap(bytes);
    }

    /** For the talking thread, or while the gate is closed. */
    void flush(Session to) {
        int sayings = said;
        int answers = answered;
        to.flush(PATIENCE);
        journal.add(Kind.FLUSHED, 0, session, stream, sayings);
        journal.add(Kind.FLUSHED, 0, session, answersOf(stream), answers);
    }
}
