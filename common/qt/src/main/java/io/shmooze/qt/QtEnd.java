// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

/** Which of the two programs of a mailbox this one is. */
public enum QtEnd {
    /** Creates the segment, and removes it. */
    SERVER,
    /** Attaches to the server's segment. */
    CLIENT
}
