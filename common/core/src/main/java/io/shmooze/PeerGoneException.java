// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The peer died or left before it answered a question, or this side closed the session, or the session failed. Nobody
 * can know whether the peer has handled the question.
 */
public class PeerGoneException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /** What ended the attachment. */
    private final DetachReason reason;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     * @param reason what ended the attachment
     */
    public PeerGoneException(String message, DetachReason reason) {
        super(message);
        this.reason = reason;
    }

    /**
     * What ended the attachment.
     *
     * @return the reason
     */
    public DetachReason reason() {
        return reason;
    }
}
