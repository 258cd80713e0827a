// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The messages of the measurements. Each carries its number and its length, and ends in a word made of both, so that a
 * receiver detects lost, repeated, cut and mixed up messages.
 *
 * <pre>
 *    0   8  number, from 0 for each thread of a connection; the top byte is the thread
 *    8   4  length of the message, bytes
 *   12   4  command: 1 answer with the same message, 2 no answer
 *   16   8  time of sending, on the sender's clock
 *   24      zeros
 *   -8   8  check word
 * </pre>
 */
final class Payload {
    static final int ANSWER = 1;
    static final int SWALLOW = 2;

    private static final int LENGTH = 8;
    private static final int COMMAND = 12;
    private static final int SENT = 16;
    private static final int BLANK = 24;
    private static final int WORD = 8;

    private final ByteBuffer buffer;

    Payload(int length, int command) {
        buffer = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(LENGTH, length).putInt(COMMAND, command);
    }

    /** The next message; the same buffer each time. */
    ByteBuffer stamp(long number, long sentNs) {
        return buffer.putLong(0, number).putLong(SENT, sentNs)
                .putLong(buffer.limit() - WORD, check(number, buffer.limit()));
    }

    /** Writes the message that was stamped last into other memory, which may contain anything. */
    void writeTo(ByteBuffer target) {
        int begin = target.position();
        int end = target.limit() - WORD;
        target.putLong(begin, buffer.getLong(0)).putLong(begin + LENGTH, buffer.getLong(LENGTH))
                .putLong(begin + SENT, buffer.getLong(SENT));
        for (int i = begin + BLANK; i < end; i += WORD) {
            target.putLong(i, 0);
        }
        target.putLong(end, buffer.getLong(buffer.limit() - WORD));
    }

    static long number(ByteBuffer message) {
        return message.getLong(message.position());
    }

    static long sentNs(ByteBuffer message) {
        return message.getLong(message.position() + SENT);
    }

    static boolean wantsAnswer(ByteBuffer message) {
        return message.getInt(message.position() + COMMAND) == ANSWER;
    }

    /** Throws unless it is the message with this number, whole. */
    static void verify(ByteBuffer message, long number) {
        int length = message.remaining();
        if (length <= SENT + WORD || message.getInt(message.position() + LENGTH) != length
                || number(message) != number || message.getLong(message.limit() - WORD) != check(number, length)
                || !isBlank(message)) {
            throw new IllegalStateException(complaint(message, number));
        }
    }

    /** Reads every byte, as a real receiver does; otherwise a ring whose messages nobody reads would win. */
    private static boolean isBlank(ByteBuffer message) {
        long seen = 0;
        int end = message.limit() - WORD;
        for (int i = message.position() + BLANK; i < end; i += WORD) {
            seen |= message.getLong(i);
        }
        return seen == 0;
    }

    private static String complaint(ByteBuffer message, long number) {
        if (message.remaining() <= SENT + WORD) {
            return "Message " + number + " arrived with " + message.remaining() + " bytes";
        }
        return "Instead of message " + number + " came one of " + message.remaining() + " bytes, number "
                + number(message) + ", length " + message.getInt(message.position() + LENGTH);
    }

    private static long check(long number, int length) {
        return number * 0x9E3779B97F4A7C15L ^ length;
    }
}
