// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/** The protocol between the two programs. */
public enum Protocol {
    /** Our own: sessions over sockets and segments. */
    SHMOOZE,
    /** The mailbox of two Qt programs. */
    QT
}
