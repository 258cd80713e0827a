// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.MessageKind;
import io.shmooze.lane.FrameDescriptor;
import io.shmooze.lane.FrameHeader;
import io.shmooze.lane.QuestionDescriptor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A frame that is published and not acknowledged.
 *
 * @param position in its lane
 * @param wide whether it is in the wide lane
 * @param header checked
 * @param blockPosition in the bulk area; -1 if the payload is in the lane
 * @param length of the payload, wherever it is, bytes
 * @param head the payload's first bytes
 */
public record FrameStatus(long position, boolean wide, FrameHeader header, long blockPosition, int length,
                          byte[] head) {
    /**
     * What it is.
     *
     * @return a kind in small letters, or padding, or moved
     */
    public String kind() {
        if (header.has(FrameDescriptor.PADDING)) {
            return "padding";
        }
        return header.has(FrameDescriptor.MOVED) ? "moved" : word(header.kind());
    }

    /**
     * The number of the question that a frame begins, or begins to answer.
     *
     * @return -1 if it begins none, or if its first bytes were not copied
     */
    public long question() {
        return isNumbered() ? QuestionDescriptor.number(ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong())
                : -1;
    }

    /**
     * The first bytes of the payload, without the number of a question.
     *
     * @return a copy
     */
    public byte[] content() {
        return isNumbered() ? Arrays.copyOfRange(head, QuestionDescriptor.WORD_LENGTH, head.length) : head.clone();
    }

    private boolean isNumbered() {
        return carries() && header.has(FrameDescriptor.BEGIN) && QuestionDescriptor.isNumbered(header.kind())
                && head.length >= QuestionDescriptor.WORD_LENGTH;
    }

    private static String word(MessageKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Its number in the lane.
     *
     * @return modulo 65,536
     */
    public int number() {
        return header.number();
    }

    /**
     * Whether it carries a part of a message.
     *
     * @return false for padding and the move to the wide lane
     */
    public boolean carries() {
        return carries(header);
    }

    static boolean carries(FrameHeader header) {
        return !header.has(FrameDescriptor.PADDING | FrameDescriptor.MOVED);
    }

    /**
     * Whether it ends a message.
     *
     * @return true for the only frame of a message, too
     */
    public boolean ends() {
        return header.has(FrameDescriptor.END);
    }

    /**
     * The flags by name.
     *
     * @return without PUBLISHED, PADDING and MOVED, which {@link #kind} tells
     */
    public List<String> flags() {
        List<String> flags = new ArrayList<>();
        add(flags, FrameDescriptor.BEGIN, "begin");
        add(flags, FrameDescriptor.END, "end");
        add(flags, FrameDescriptor.REDELIVERED, "redelivered");
        add(flags, FrameDescriptor.BULK, "bulk");
        return flags;
    }

    private void add(List<String> flags, int flag, String name) {
        if (header.has(flag)) {
            flags.add(name);
        }
    }
}
