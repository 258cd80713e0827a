// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

/** What a thread waits for in {@link QuestionEnd#await}. */
public interface AwaitedEnd {
    /**
     * Whether it has come. For any thread.
     *
     * @return true from then on
     */
    boolean isDone();

    /**
     * Whether it comes by {@link PendingQuestion#answered} or {@link PendingQuestion#failed}, and otherwise {@link
     * QuestionEnd#withdraw} is called, so that a thread that reads until then is woken.
     *
     * @return false if such a thread needs {@link #whenDone}
     */
    boolean isQuestion();

    /**
     * Has an action run when it comes, or at once if it has come.
     *
     * @param action run by whichever thread
     */
    void whenDone(Runnable action);

    /**
     * The caller of {@link #whenDone} does not wait any more. Does nothing if at most one action is kept.
     *
     * @param action that was added
     */
    default void forget(Runnable action) {
    }
}
