// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

/**
 * One line of a {@link Journal}.
 *
 * @param kind what happened
 * @param flags bits whose meaning depends on the kind
 * @param session of the process that writes, counted from 1
 * @param stream the messages of one session and one thread, numbered from 1; 0 for a message too short to tell
 * @param number of the message in its stream
 * @param length of the message, bytes
 * @param value the message's checksum, or a count
 * @param timeNs when, on the clock that all processes share
 */
record JournalEntry(Kind kind, int flags, int session, int stream, int number, int length, long value, long timeNs) {
    /** The flag of SENT: the message was in the lane when the call returned. */
    static final int PUBLISHED = 1;
    /** The flags of BEGUN and RETURNED; a message that changes during its callback is TORN when it returns. */
    static final int REDELIVERED = 1;
    static final int TORN = 2;
    /** The flag of QUESTIONED, beside REDELIVERED: the question may be asked twice. */
    static final int REPEATABLE = 4;
    /** The flag of DETACHED, beside the reason's ordinal: the session is over. */
    static final int FINAL = 16;

    /** What happened. The order is the file's. */
    enum Kind {
        /** No entry: the slot was never used, or the process died while it wrote. */
        NONE,
        /** The message is about to be sent. */
        SENDING,
        /** It was accepted. */
        SENT,
        /** It was refused; its number is used again. */
        GIVEN_UP,
        /** All up to this number are acknowledged. */
        FLUSHED,
        /** Its callback has begun. */
        BEGUN,
        /** Its callback is about to return. */
        RETURNED,
        /**
         * A peer has attached: {@code stream} is the client's, or the server's incarnation; {@code value} is the
         * length of each bulk area.
         */
        ATTACHED,
        /** The peer has gone: {@code flags} has the reason. */
        DETACHED,
        /** This side is about to close: messages sent at the same time may be reported instead of delivered. */
        CLOSING,
        /** The detachment reports this message. */
        UNACKNOWLEDGED,
        /** The peer's question has come. */
        QUESTIONED
    }

    private static final Kind[] KINDS = Kind.values();

    static Kind kind(int ordinal) {
        return KINDS[ordinal];
    }
}
