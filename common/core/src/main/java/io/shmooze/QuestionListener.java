// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * Answers the questions of a session's peer.
 *
 * <p><b>Threads.</b> Called as a {@link MessageListener} is: by the session's own thread, in the order in which the
 * peer sent questions and messages. Different sessions call a listener at the same time. A session with a question
 * listener cannot be polled.
 *
 * <p><b>Acknowledgement.</b> The question is acknowledged when the callback has returned, whether it is answered or
 * not. If the callback closes its own session, the question stays unacknowledged.
 *
 * <p><b>Sending.</b> Inside the callback, sending, asking and answering never block: what does not fit into the lane
 * goes to the session's outbox. If that has no room for the answer, the question fails.
 *
 * <p><b>If the peer dies,</b> the callback still gets every question that the peer had published. The answers are
 * dropped.
 */
@FunctionalInterface
public interface QuestionListener {
    /**
     * Answers one question.
     *
     * @param session the session that the question came by
     * @param question its payload is valid until this method returns
     * @return the answer; {@link Answer#later} if {@link Question#answer(String)} or {@link Question#fail} gives it,
     *     in this call or after it; null if this listener does not know the question and the next one is to be asked.
     *     If none knows it, it fails
     * @throws Exception anything: the peer gets its message, without a stack trace, unless the question is answered
     *     already; {@link SessionListener#onError} gets the exception itself
     */
    Answer onQuestion(Session session, Question question) throws Exception;
}
