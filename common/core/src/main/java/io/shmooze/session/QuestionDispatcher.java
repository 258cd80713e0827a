// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Answer;
import io.shmooze.Message;
import io.shmooze.QuestionListener;
import io.shmooze.ShmoozeException;
import io.shmooze.UsageException;

/**
 * Hands the peer's questions and calls to the application's listeners, and sends what they return. Owns the listener
 * that was added to the session itself. For the thread that reads, in a callback.
 */
final class QuestionDispatcher {
    private final SessionOptions options;
    private final DuplexSession session;
    private final Callbacks callbacks;
    /** Asked after those of the options; null if there is none. */
    private volatile QuestionListener last;

    QuestionDispatcher(SessionOptions options, DuplexSession session) {
        this.options = options;
        this.session = session;
        this.callbacks = new Callbacks(options, session);
    }

    /** For any thread. */
    void report(Throwable error) {
        callbacks.error(error);
    }

    void addLast(QuestionListener listener) {
        last = listener;
    }

    /** A question of the peer, or a call. The lane is the one to the peer; null if it is gone. */
    ReceivedQuestion received(OutgoingLane lane, Message message, long number, boolean expectsAnswer) {
        return new ReceivedQuestion(session, lane, message, number, expectsAnswer);
    }

    /**
     * Has the question answered, or a call made.
     *
     * @throws InternalError if the listener does: the JDK's error of a missing page, probably of this question
     */
    void dispatch(ReceivedQuestion question) {
        try {
            Answer answer = ask(question);
            if (answer == null) {
                nobodyAnswers(question);
            } else if (answer != Answer.later()) {
                question.answer(answer.kind(), answer.payload());
            }
        } catch (InternalError e) {
            failed(question, e);
            throw e;
        } catch (Throwable e) {
            failed(question, e);
        } finally {
            question.close();
        }
    }

    private Answer ask(ReceivedQuestion question) throws Exception {
        for (QuestionListener listener : options.questionListeners()) {
            Answer answer = listener.onQuestion(session, question);
            if (answer != null) {
                return answer;
            }
        }
        QuestionListener added = last;
        return added == null ? null : added.onQuestion(session, question);
    }

    private void nobodyAnswers(ReceivedQuestion question) {
        if (question.expectsAnswer()) {
            question.fail("The program '" + options.name() + "' does not answer such questions");
        } else {
            callbacks.error(new UsageException("A call of " + question.length() + " bytes came from "
                    + question.peer().name() + ", and nobody serves it"));
        }
    }

    private void failed(ReceivedQuestion question, Throwable failure) {
        callbacks.error(failure);
        if (question.isOpen()) {
            String text = failure.getMessage();
            try {
                question.fail(text == null ? failure.getClass().getSimpleName() : text);
            } catch (ShmoozeException e) {
                // For example, the peer takes no message of 8 bytes.
                callbacks.error(e);
            }
        }
    }
}
