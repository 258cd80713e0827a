// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The peer has said that there is no answer, or its listener has thrown, or nobody answers such questions there. The
 * message is the peer's text, so it is to be trusted as the peer is.
 */
public class QuestionFailedException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public QuestionFailedException(String message) {
        super(message);
    }
}
