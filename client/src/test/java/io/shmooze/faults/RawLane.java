// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One end of a lane, written from the protocol's document. It trusts nothing that it reads, and can write lies. */
final class RawLane {
    static final int TEXT = 0;
    static final int BINARY = 1;
    static final int WHOLE = 7;
    static final int PADDING = 9;
    static final int WHOLE_BULK = 39;
    static final int MOVED = 65;
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer segment;
    private final int acknowledgedOffset;
    /** Empty if there is none. */
    private final ByteBuffer wide;
    /** Where the lane is: in the segment, or the wide lane. */
    private ByteBuffer memory;
    private int base;
    private int capacity;
    private long position;
    private int number;

    RawLane(ByteBuffer segment, int base, int capacity, int acknowledgedOffset, ByteBuffer wide) {
        this.segment = segment;
        this.wide = wide;
        this.memory = segment;
        this.base = base;
        this.capacity = capacity;
        this.acknowledgedOffset = acknowledgedOffset;
    }

    static long header(int length, int flags, int kind, int number) {
        return length & 0xFFFF_FFFFL | (long) flags << 32 | (long) kind << 40 | (long) number << 48;
    }

    static int frame(int length) {
        return 8 + length + 7 & -8;
    }

    static void store(ByteBuffer memory, int offset, long value) {
        LONG.setRelease(memory, offset, value);
    }

    static long load(ByteBuffer memory, int offset) {
        return (long) LONG.getAcquire(memory, offset);
    }

    long position() {
        return position;
    }

    int number() {
        return number;
    }

    /** Where the next frame is. */
    ByteBuffer memory() {
        return memory;
    }

    ByteBuffer wide() {
        return wide;
    }

    boolean canMove() {
        return memory != wide && wide.capacity() > 0;
    }

    /** Says that what follows is in the wide lane, and goes there. */
    void move() {
        store(memory, offset(), header(0, MOVED, TEXT, number));
        follow();
    }

    private void follow() {
        advance(8);
        memory = wide;
        base = 0;
        capacity = wide.capacity();
    }

    /** The offset of the next frame. */
    int offset() {
        return base + (int) (position % capacity);
    }

    long acknowledged() {
        return load(segment, acknowledgedOffset);
    }

    void acknowledge(long forged) {
        store(segment, acknowledgedOffset, forged);
    }

    /** Publishes a message of one frame; false if there is no room. */
    boolean write(int kind, byte[] payload) {
        return write(kind, WHOLE, payload);
    }

    /** Publishes a message of one frame whose payload is in the bulk area; false if the lane has no room. */
    boolean writeReference(int kind, long position, long length) {
        return write(kind, WHOLE_BULK, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(position)
                .putLong(length).array());
    }

    private boolean write(int kind, int flags, byte[] payload) {
        int length = frame(payload.length);
        if (length > tail()) {
            if (!hasRoom(tail())) {
                return false;
            }
            pad();
        }
        if (!hasRoom(length)) {
            return false;
        }
        memory.put(offset() + 8, payload);
        publish(length, header(payload.length, flags, kind, number));
        return true;
    }

    /** Fills the lane to its end. */
    void pad() {
        publish(tail(), header(tail() - 8, PADDING, TEXT, number));
    }

    /** The bytes up to the end of the lane. */
    int tail() {
        return capacity - (int) (position % capacity);
    }

    private boolean hasRoom(int length) {
        return position + length + 8 - acknowledged() <= capacity;
    }

    /** Publishes a header, and leaves the payload as it is. */
    void publish(int length, long header) {
        int at = offset();
        advance(length);
        memory.putLong(offset(), 0);
        store(memory, at, header);
    }

    void advance(int length) {
        position += length;
        number = number + 1 & 0xFFFF;
    }

    boolean available() {
        return load(memory, offset()) != 0;
    }

    /** Whether the next frame is a message in the bulk area. */
    boolean isReference() {
        long header = load(memory, offset());
        return (int) header == 16 && (header >>> 32 & 0xFF) == WHOLE_BULK;
    }

    /** Consumes a frame without acknowledging it; null if there is none or if it is invalid. */
    byte[] read() {
        if (canMove() && load(memory, offset()) == header(0, MOVED, TEXT, number)) {
            follow();
        }
        long header = load(memory, offset());
        int length = (int) header;
        if (header == 0 || length < 0 || length > tail() - 8) {
            return null;
        }
        byte[] payload = new byte[length];
        memory.get(offset() + 8, payload);
        advance(frame(length));
        return payload;
    }
}
