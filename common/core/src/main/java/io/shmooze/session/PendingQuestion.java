// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.ShmoozeException;

/**
 * A question that this side asks. From {@link QuestionEnd#ask} on it ends once: {@link #answered} or {@link #failed}
 * is called by one thread, or {@link QuestionEnd#withdraw} by its owner.
 */
public interface PendingQuestion extends Publishable, AwaitedEnd {
    /**
     * What identifies the question to the peer.
     *
     * @return the number that it got last
     */
    long number();

    /**
     * Gives it a number. Called before the question is visible to other threads.
     *
     * @param number unique in the session
     */
    void number(long number);

    /**
     * What the next server is to be asked when this one is gone.
     *
     * @return null if this question is not to be asked twice
     */
    default RepeatableQuestion repeatable() {
        return null;
    }

    /**
     * The peer has answered. Called in a callback, by the thread that reads.
     *
     * @param answer valid until this method returns
     * @return false if the question had ended already, so that the answer is dropped
     */
    boolean answered(Message answer);

    /**
     * There will be no answer.
     *
     * @param reason why
     */
    void failed(ShmoozeException reason);

    @Override
    default boolean isDue(OutgoingLane on) {
        return !isDone() && (on == null || on.takesQuestions());
    }

    @Override
    default void published() {
        RepeatableQuestion repeatable = repeatable();
        if (repeatable != null) {
            repeatable.setPublished(true);
        }
    }
}
