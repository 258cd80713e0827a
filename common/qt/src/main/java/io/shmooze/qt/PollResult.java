// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

/** What was found in a mailbox. */
enum PollResult {
    /** A message of the peer, which was taken. */
    MESSAGE,
    /** Nothing. */
    CLEAR,
    /** Our own message, which the peer has not read yet. */
    OWN,
    /** The same bytes as our own message: the peer has been woken, and is about to read ours or has just sent them. */
    UNCERTAIN,
    /** The peer keeps the lock. */
    LOCKED
}
