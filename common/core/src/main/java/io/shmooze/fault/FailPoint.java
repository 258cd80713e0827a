// SPDX-License-Identifier: Apache-2.0
package io.shmooze.fault;

/**
 * A named point in the protocol at which a test makes the process fail. The system property {@code
 * shmooze.failpoint=NAME:ACTION:N} arms a point. When threads reach it for the N-th time (from 1), ACTION happens:
 * {@code kill} (SIGKILL), {@code stop} (SIGSTOP) or {@code error} (an Error is thrown there).
 *
 * <p>Without the property nothing is armed, the condition is a constant, and the compiler removes every {@link
 * #reached}.
 */
public enum FailPoint {
    /** The payload is copied, the header not stored. */
    BEFORE_PUBLISH,
    /** The header is stored, the peer not rung. */
    AFTER_PUBLISH,
    /** The peer is rung, if it slept. */
    AFTER_POST,
    /** A frame that is not a message's last is published. */
    BETWEEN_FRAMES,
    /** A message is found, its callback not called. */
    BEFORE_CALLBACK,
    /** The callback has returned, the message is not acknowledged. */
    BEFORE_RELEASE,
    /** The message is acknowledged, the peer not rung. */
    AFTER_RELEASE,
    /** A fragment is copied, not acknowledged. */
    BEFORE_FRAGMENT_RELEASE,
    /** An epoch says that this side sleeps; this side has not looked again. */
    AFTER_ARM,
    /** The segment file exists, the client does not know. */
    SERVER_CREATED_SEGMENT,
    /** The client knows the segment's name. */
    SERVER_SENT_WELCOME,
    /** Both connections and the segment file exist. */
    SERVER_BEFORE_UNLINK,
    /** The segment file is gone, the client does not know. */
    SERVER_BEFORE_READY,
    /** The client has the segment's name. */
    CLIENT_GOT_WELCOME,
    /** The client has mapped the segment. */
    CLIENT_MAPPED,
    /** The client has said that it is attached. */
    CLIENT_SENT_ATTACHED,
    /** The state says closed, the connections are open. */
    CLOSE_BEFORE_HANGUP,
    /** The attachment is lost; the unacknowledged messages are collected and not sent again. */
    RECOVERY_COLLECTED,
    /** A new attachment is there, nothing is sent again yet. */
    RECOVERY_ATTACHED;

    private static final boolean ARMED = System.getProperty(ArmedPoint.PROPERTY) != null;

    /**
     * Whether any point is armed in this process.
     *
     * @return false in every process that is not under test
     */
    public static boolean isArmed() {
        return ARMED;
    }

    /** Performs the action if this point is armed. */
    public void reached() {
        if (ARMED) {
            ArmedPoint.INSTANCE.reached(this);
        }
    }
}
