// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.MessageKind;
import io.shmooze.segment.Segment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The payload of the current message: in the lane, or assembled in an array. One object serves all messages of a lane,
 * one after the other; it belongs to the thread that holds the session's read lock.
 */
public final class LanePayload {
    private static final int NONE = -1;
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Of the lane. */
    private Segment memory;
    /** Of the bulk area; null if there is none. */
    private final Segment bulk;
    private byte[] array;
    private int offset;
    private int length;
    /** The header of the message's last frame: a number, because storing a reference costs more. */
    private long header;
    /** By its ordinal, of a message that begins with a question's word; else -1. */
    private int numberedKind;
    private long number;

    LanePayload(Segment memory, Segment bulk) {
        this.memory = memory;
        this.bulk = bulk;
    }

    /** The lane goes on in the wide lane, which is in the memory of the bulk area. */
    void move() {
        memory = bulk;
    }

    void inPlace(int newOffset, int newLength, long newHeader) {
        set(null, newOffset, newLength, newHeader);
    }

    void assembled(byte[] newArray, int newLength, long newHeader) {
        set(newArray, 0, newLength, newHeader);
    }

    private void set(byte[] newArray, int newOffset, int newLength, long newHeader) {
        array = newArray;
        offset = newOffset;
        length = newLength;
        header = newHeader;
        numberedKind = NONE;
    }

    /**
     * Takes the word from the beginning of a question or an answer; what is left is the payload, of the kind that the
     * word says. The word is loaded once, and only the checked copy is used.
     *
     * @return false if there is none, or it is impossible
     */
    boolean takeWord() {
        if (length < QuestionDescriptor.WORD_LENGTH) {
            return false;
        }
        long word = array == null ? place().getLongAcquire(offset) : (long) WORD.get(array, 0);
        if (!QuestionDescriptor.isPossible(word)) {
            return false;
        }
        numberedKind = FrameDescriptor.kind(header);
        number = QuestionDescriptor.number(word);
        header = FrameDescriptor.withKind(header, QuestionDescriptor.content(word));
        offset += QuestionDescriptor.WORD_LENGTH;
        length -= QuestionDescriptor.WORD_LENGTH;
        return true;
    }

    /** Whether a word is to be taken. */
    boolean hasWord() {
        return QuestionDescriptor.isNumbered(FrameDescriptor.kind(header));
    }

    /**
     * Whether this is a question or an answer, without its number.
     *
     * @return QUESTION, ANSWER or FAILURE; null for a message
     */
    public MessageKind numberedKind() {
        return numberedKind == NONE ? null : FrameDescriptor.kindOf(numberedKind);
    }

    /**
     * Whether this is a message for the application.
     *
     * @return false for a question, an answer and a call
     */
    public boolean isPlain() {
        return numberedKind == NONE && FrameDescriptor.kind(header) <= MessageKind.FILE.ordinal();
    }

    /**
     * Whether this is a question or an answer, whose word was taken.
     *
     * @return true if it has a {@link #number}
     */
    public boolean isNumbered() {
        return numberedKind != NONE;
    }

    /**
     * The number of a question or an answer.
     *
     * @return undefined for a message
     */
    public long number() {
        return number;
    }

    /**
     * The array that holds the bytes from index {@link #offset}.
     *
     * @return null if they are in the lane
     */
    public byte[] array() {
        return array;
    }

    /**
     * The segment's memory.
     *
     * @return holds the bytes from {@link #offset} if there is no array
     */
    public ByteBuffer memory() {
        return place().memory();
    }

    private Segment place() {
        return FrameDescriptor.isBulk(header) ? bulk : memory;
    }

    /**
     * Where the bytes begin.
     *
     * @return offset in the array or in the segment
     */
    public int offset() {
        return offset;
    }

    /**
     * How many bytes the payload has.
     *
     * @return bytes
     */
    public int length() {
        return length;
    }

    /**
     * What the bytes are.
     *
     * @return the kind
     */
    public MessageKind kind() {
        return FrameDescriptor.kindOf(FrameDescriptor.kind(header));
    }

    /**
     * Whether an application may have seen the message before.
     *
     * @return true for a message that was sent again
     */
    public boolean redelivered() {
        return (FrameDescriptor.flags(header) & FrameDescriptor.REDELIVERED) != 0;
    }

    /**
     * A view in place.
     *
     * @return a read-only little-endian buffer
     */
    public ByteBuffer view() {
        return array == null ? place().view(offset, length)
                : ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Copies the bytes.
     *
     * @param target gets them at its position, which advances by as many
     * @throws BufferOverflowException if it has less room than that; nothing is copied then
     */
    public void copyTo(ByteBuffer target) {
        if (length > target.remaining()) {
            throw new BufferOverflowException();
        }
        if (array == null) {
            place().get(offset, target, target.position(), length);
            target.position(target.position() + length);
        } else {
            target.put(array, offset, length);
        }
    }

    /**
     * Copies the bytes.
     *
     * @return a new array
     */
    public byte[] copy() {
        byte[] copy = new byte[length];
        if (array == null) {
            place().get(offset, copy, 0, length);
        } else {
            System.arraycopy(array, offset, copy, 0, length);
        }
        return copy;
    }
}
