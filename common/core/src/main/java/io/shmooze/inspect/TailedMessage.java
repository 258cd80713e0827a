// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.MessageKind;
import io.shmooze.lane.QuestionDescriptor;
import io.shmooze.segment.Side;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message that has passed in a session of others.
 *
 * @param writer the side that has sent it
 * @param kind as in the header of its frame
 * @param redelivered whether an earlier reader may have seen it
 * @param length of the whole payload, bytes
 * @param payload its first bytes, as many as were asked for; a question, an answer and a failure begin with their word
 */
public record TailedMessage(Side writer, MessageKind kind, boolean redelivered, long length, byte[] payload) {
    /**
     * The number of a question, or of the question that is answered.
     *
     * @return -1 of all other messages
     */
    public long question() {
        return isNumbered() ? QuestionDescriptor.number(word()) : -1;
    }

    /**
     * What the content is.
     *
     * @return never QUESTION, ANSWER or FAILURE; null if the word names no kind
     */
    public MessageKind contentKind() {
        return isNumbered() ? QuestionDescriptor.contentKind(word()) : kind;
    }

    /**
     * The payload without the word of a question.
     *
     * @return a view of its first bytes
     */
    public ByteBuffer content() {
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        return isNumbered() ? bytes.position(QuestionDescriptor.WORD_LENGTH) : bytes;
    }

    /**
     * The length of the content.
     *
     * @return bytes
     */
    public long contentLength() {
        return isNumbered() ? length - QuestionDescriptor.WORD_LENGTH : length;
    }

    private boolean isNumbered() {
        return QuestionDescriptor.isNumbered(kind) && payload.length >= QuestionDescriptor.WORD_LENGTH;
    }

    private long word() {
        return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
