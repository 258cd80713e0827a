// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The peer is a program of an earlier version, or of another protocol, that cannot do what this side wants of it.
 */
public class UnsupportedByPeerException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public UnsupportedByPeerException(String message) {
        super(message);
    }
}
