// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * Why a session, or one attachment of a client's session, ended.
 */
public enum DetachReason {
    /** This side closed the session. */
    CLOSED_HERE,
    /** The peer closed the session in good order. */
    CLOSED_BY_PEER,
    /** The kernel reported the end of the peer's process, and the peer had not closed the session. */
    PEER_DIED,
    /** The peer broke the protocol, or the segment could no longer be read. */
    FAILED
}
