// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.MessageKind;

/**
 * Layout of the word that begins the payload of a QUESTION, an ANSWER and a FAILURE, 8 little-endian bytes.
 *
 * <pre>
 *   bits  0..55  number of the question, chosen by the side that asks; its answer has the same one
 *   bits 56..63  what the rest of the payload is: a {@link MessageKind} by its ordinal, TEXT, BINARY or CALL
 * </pre>
 */
public final class QuestionDescriptor {
    /** Of the word, bytes. */
    public static final int WORD_LENGTH = Long.BYTES;
    private static final int CONTENT_SHIFT = 56;
    private static final long NUMBER_MASK = (1L << CONTENT_SHIFT) - 1;

    private QuestionDescriptor() {
    }

    /**
     * The word.
     *
     * @param number of the question
     * @param content what the rest of the payload is
     * @return to be stored little-endian
     */
    public static long word(long number, MessageKind content) {
        return number & NUMBER_MASK | (long) content.ordinal() << CONTENT_SHIFT;
    }

    /**
     * The question's number.
     *
     * @param word as it was loaded
     * @return from 0
     */
    public static long number(long word) {
        return word & NUMBER_MASK;
    }

    /**
     * What the rest of the payload is.
     *
     * @param word as it was loaded, which may be anything
     * @return null if it is none of those that are possible
     */
    public static MessageKind contentKind(long word) {
        return isPossible(word) ? FrameDescriptor.kindOf(content(word)) : null;
    }

    /** The kind of the rest, by its ordinal. */
    static int content(long word) {
        return (int) (word >>> CONTENT_SHIFT);
    }

    static boolean isPossible(long word) {
        return isContent(content(word));
    }

    /**
     * Whether the rest of the payload may be of a kind.
     *
     * @param kind of the rest
     * @return true for TEXT, BINARY and CALL
     */
    public static boolean isContent(MessageKind kind) {
        return isContent(kind.ordinal());
    }

    private static boolean isContent(int kind) {
        return kind == MessageKind.TEXT.ordinal() || kind == MessageKind.BINARY.ordinal()
                || kind == MessageKind.CALL.ordinal();
    }

    /**
     * Whether messages of a kind begin with the word.
     *
     * @param kind of the frame
     * @return true for QUESTION, ANSWER and FAILURE
     */
    public static boolean isNumbered(MessageKind kind) {
        return isNumbered(kind.ordinal());
    }

    static boolean isNumbered(int kind) {
        return kind >= MessageKind.QUESTION.ordinal() && kind <= MessageKind.FAILURE.ordinal();
    }
}
