// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * What a message's bytes are meant to be. It travels in the frame header, so both sides see the same kind.
 */
public enum MessageKind {
    /** UTF-8 text: what {@link Session#send(String)} sends. */
    TEXT,
    /** Bytes that only the application understands. */
    BINARY,
    /** A step of a file's transfer, which goes between the messages: for {@link io.shmooze.file.FileExchange}. */
    FILE
}
