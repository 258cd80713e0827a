// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The structures that one thread passes to the system by address. They are written through a buffer, because JNA's
 * own access is a native call for every field.
 */
final class JnaArguments {
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final int TIME_OFFSET = 8;
    private static final int LENGTH = TIME_OFFSET + 16;
    private static final short POLLIN = 1;

    /** Keeps the memory from being freed. */
    private final Memory memory = new Memory(LENGTH);
    private final long address = Pointer.nativeValue(memory);
    private final ByteBuffer buffer = memory.getByteBuffer(0, LENGTH).order(ByteOrder.nativeOrder());

    /** {@code struct sembuf}: number 0, operation, flags. */
    long operation(int change, int flags) {
        buffer.putShort(0, (short) 0).putShort(2, (short) change).putShort(4, (short) flags);
        return address;
    }

    /** {@code struct timespec}: seconds, nanoseconds. */
    long time(long ns) {
        buffer.putLong(TIME_OFFSET, ns / NS_PER_SECOND).putLong(TIME_OFFSET + Long.BYTES, ns % NS_PER_SECOND);
        return address + TIME_OFFSET;
    }

    /** {@code struct pollfd} that asks whether something can be read: descriptor, events, events found. */
    long readable(int descriptor) {
        buffer.putInt(0, descriptor).putShort(4, POLLIN).putShort(6, (short) 0);
        return address;
    }
}
