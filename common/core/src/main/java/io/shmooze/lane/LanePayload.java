// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.MessageKind;
import io.shmooze.segment.Segment;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The payload of the current message: in the lane, or assembled in an array. One object serves all messages of a lane,
 * one after the other; it belongs to the thread that holds the session's read lock.
 */
public final class LanePayload {
    /** Of the lane. */
    private Segment memory;
    /** Of the bulk area; null if there is none. */
    private final Segment bulk;
    private byte[] array;
    private int offset;
    private int length;
    /** The header of the message's last frame: a number, because storing a reference costs more. */
    private long header;

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
    }

    /**
     * The array that holds the bytes from index 0.
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
                : ByteBuffer.wrap(array, 0, length).slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
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
            target.put(array, 0, length);
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
            System.arraycopy(array, 0, copy, 0, length);
        }
        return copy;
    }
}
