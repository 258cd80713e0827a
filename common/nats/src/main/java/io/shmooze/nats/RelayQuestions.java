// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.shmooze.MessageTooLongException;
import io.shmooze.PeerGoneException;
import io.shmooze.Question;
import io.shmooze.ShmoozeException;
import io.shmooze.TooManyQuestionsException;
import io.shmooze.UnsupportedByPeerException;
import io.shmooze.session.RelayEnd;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The questions of one session. Those of the local peer get numbers here; those of the other one have theirs. */
final class RelayQuestions {
    private final RelaySender sender;
    /** Asked by the local peer, by number. */
    private final Map<Long, Question> questions = new ConcurrentHashMap<>();
    /** For the session's own thread. */
    private long last;

    RelayQuestions(RelaySender sender) {
        this.sender = sender;
    }

    /** The local peer asks; {@link RelaySender#publish} has to follow. */
    void asked(Question question) {
        long number = ++last;
        questions.put(number, question);
        sender.add(new RelayRecord(RelayRecord.Type.QUESTION, question.kind(), question.redelivered(), false, number,
                question.buffer()));
    }

    /** The other peer has answered, or does not. */
    void answered(RelayRecord record) {
        Question asked = questions.remove(record.number());
        if (asked != null && record.type() == RelayRecord.Type.ANSWER) {
            asked.answer(record.kind(), record.payload());
        } else if (asked != null) {
            asked.fail(record.text());
        }
    }

    /** The other peer asks. */
    void ask(RelayEnd local, RelayRecord record, boolean again) {
        try {
            local.ask(record.kind(), record.payload(), again).whenComplete((answer, error) -> {
                if (error == null) {
                    sender.send(new RelayRecord(RelayRecord.Type.ANSWER, answer.kind(), false, false, record.number(),
                            answer.buffer()));
                } else {
                    fail(record.number(), error);
                }
            });
        } catch (TooManyQuestionsException | UnsupportedByPeerException | MessageTooLongException e) {
            fail(record.number(), e);
        }
    }

    private void fail(long number, Throwable error) {
        if (error instanceof PeerGoneException) {
            // The other end learns of that by itself.
            return;
        }
        RelayRecord why = RelayRecord.of(RelayRecord.Type.FAILURE,
                error instanceof ShmoozeException ? error.getMessage() : error.toString());
        sender.send(new RelayRecord(why.type(), why.kind(), false, false, number, why.payload()));
    }

    /** Nobody answers any more. */
    void clear() {
        questions.clear();
    }
}
