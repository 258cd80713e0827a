// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * Answers the questions of a session's peer.
 *
 * <p><b>Threads.</b> Called as a {@link MessageListener} is: by one thread at a time for each session, in the order in
 * which the peer sent questions and messages. Without a message listener or question listener of its own, a session has
 * nobody who answers.
 *
 * <p><b>Acknowledgement.</b> The question is acknowledged when the callback has returned, whether it is answered or
 * not.
 *
 * <p><b>If the peer dies,</b> the callback still gets every question that the peer had published.
 */
@FunctionalInterface
public interface QuestionListener {
    /**
     * Answers one question.
     *
     * @param session the session that the question came by
     * @param question its payload is valid until this method returns
     * @return the answer; {@link Answer#later} if it is given by {@link Question#answer(String)} or {@link
     *     Question#fail}, now or later; null if this listener does not know the question, and the next one is to be
     *     asked
     * @throws Exception anything: the peer gets its message, without a stack trace, and {@link SessionListener#onError}
     *     gets the exception itself
     */
    Answer onQuestion(Session session, Question question) throws Exception;
}
