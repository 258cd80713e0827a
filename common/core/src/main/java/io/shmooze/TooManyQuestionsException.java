// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * As many questions of this side are in flight as its builder allows with {@code maxQuestions}; this one was not asked.
 */
public class TooManyQuestionsException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public TooManyQuestionsException(String message) {
        super(message);
    }
}
