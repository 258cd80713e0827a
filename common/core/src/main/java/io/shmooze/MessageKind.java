// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * What the bytes of a message are. The kind travels in the frame header, so both sides see the same one. The kinds
 * QUESTION, ANSWER and FAILURE are in frame headers only: {@link Message#kind()} of a question or an answer is that of
 * its payload.
 */
public enum MessageKind {
    /** UTF-8 text, as {@link Session#send(String)} sends it. */
    TEXT,
    /** Bytes whose meaning only the application knows. */
    BINARY,
    /** A step of a file's transfer: for {@link io.shmooze.file.FileExchange}, not for the application. */
    FILE,
    /** A question, by {@link Session#ask(String)} only. Its payload begins with a number and its own kind. */
    QUESTION,
    /** The answer to a question, by {@link Question#answer(String)} only. */
    ANSWER,
    /** There is no answer to a question: by {@link Question#fail} only. */
    FAILURE,
    /** A typed call, as a message of its own or as a question: for {@code io.shmooze.call}, not for the application. */
    CALL
}
