// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * What the bytes of a message are. The kind travels in the frame header, so both sides see the same one.
 */
public enum MessageKind {
    /** UTF-8 text, as {@link Session#send(String)} sends it. */
    TEXT,
    /** Bytes whose meaning only the application knows. */
    BINARY,
    /** A step of a file's transfer: for {@link io.shmooze.file.FileExchange}, not for the application. */
    FILE
}
