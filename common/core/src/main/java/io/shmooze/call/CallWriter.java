// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.UsageException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the values of one message, and then of the next one. Owns the bytes, which grow, and are given up after a long
 * message; and how deep it is inside values. Used by one thread at a time. Nothing is allocated for numbers and for
 * ASCII.
 *
 * <p>Its bytes are those of Chronicle's {@code BytesOut}, as PROTOCOL.md describes them. It writes them itself, because
 * Chronicle checks and counts each byte by itself: a call took three times as long, and the first one 300 ms more.
 */
final class CallWriter {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FIRST_LENGTH = 512;
    private static final int KEPT_LENGTH = 64 * 1024;
    /** Of the longest number. */
    private static final int NUMBER_LENGTH = 11;

    private byte[] bytes = new byte[FIRST_LENGTH];
    private ByteBuffer view = ByteBuffer.wrap(bytes);
    private int length;
    /** Null until there is a text that is not ASCII. */
    private CharsetEncoder encoder;
    private ObjectTable objects;
    private int depth;

    /** Begins a message. */
    CallWriter begin(ObjectTable table) {
        if (bytes.length > KEPT_LENGTH) {
            bytes = new byte[FIRST_LENGTH];
        }
        length = 0;
        objects = table;
        depth = 0;
        return this;
    }

    /** What has been written; valid until the next message begins. */
    ByteBuffer written() {
        if (view.array() != bytes) {
            view = ByteBuffer.wrap(bytes);
        }
        return view.clear().limit(length);
    }

    /** Makes room for so many bytes, and returns where they begin. */
    private int extend(int count) {
        int at = length;
        if (count > bytes.length - at) {
            grow(count);
        }
        length = at + count;
        return at;
    }

    private void grow(int count) {
        if (count > Integer.MAX_VALUE - Long.BYTES - length) {
            throw new BufferOverflowException();
        }
        bytes = Arrays.copyOf(bytes, Math.max(length + count,
                (int) Math.min(2L * bytes.length, Integer.MAX_VALUE / 2)));
    }

    ObjectTable objects() {
        return objects;
    }

    void writeByte(int value) {
        int at = extend(1);
        bytes[at] = (byte) value;
    }

    /** A stop-bit number. */
    void writeNumber(long value) {
        int at = extend(NUMBER_LENGTH);
        if (value >= 0 && value <= StopBits.MAX_ONE) {
            bytes[at] = (byte) value;
            length = at + 1;
        } else if (value >= 0 && value <= StopBits.MAX_WORD) {
            LONG.set(bytes, at, StopBits.spread(value));
            length = at + StopBits.length(value);
        } else {
            length = StopBits.write(value, bytes, at);
        }
    }

    /** 8 bytes, little-endian. */
    void writeWord(long word) {
        int at = extend(Long.BYTES);
        LONG.set(bytes, at, word);
    }

    void writeFloat(int bits) {
        int at = extend(Integer.BYTES);
        INT.set(bytes, at, bits);
    }

    void writeDouble(long bits) {
        writeWord(bits);
    }

    void writeUuid(long high, long low) {
        writeWord(Long.reverseBytes(high));
        writeWord(Long.reverseBytes(low));
    }

    /** False for null, for which this is all. */
    boolean writePresence(Object value) {
        writeByte(value == null ? 0 : 1);
        return value != null;
    }

    /** The length of what follows, or the count; -1 for null. */
    void writeCount(int count) {
        writeNumber(count + 1L);
    }

    void writeText(String text) {
        if (text == null) {
            writeCount(-1);
        } else if (isAscii(text)) {
            writeAscii(text);
        } else {
            writeUtf8(text);
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** The deprecated method is the only one that copies without an object, and it is exact for ASCII. */
    @SuppressWarnings("deprecation")
    private void writeAscii(String text) {
        int count = text.length();
        writeCount(count);
        int at = extend(count);
        text.getBytes(0, count, bytes, at);
    }

    private void writeUtf8(String text) {
        if (encoder == null) {
            encoder = StandardCharsets.UTF_8.newEncoder();
        }
        try {
            writeBytes(encoder.encode(CharBuffer.wrap(text)));
        } catch (CharacterCodingException e) {
            throw new UsageException("The text has an unpaired surrogate: send it as bytes", e);
        }
    }

    void writeBytes(byte[] value) {
        writeBytes(value == null ? null : ByteBuffer.wrap(value));
    }

    /** From its position to its limit, which stay. */
    void writeBytes(ByteBuffer value) {
        if (value == null) {
            writeCount(-1);
        } else {
            int count = value.remaining();
            writeCount(count);
            int at = extend(count);
            value.get(value.position(), bytes, at, count);
        }
    }

    /** Begins a value that has others inside. */
    void enter() {
        if (++depth > CallDescriptor.MAX_DEPTH) {
            throw new UsageException("Values are more than " + CallDescriptor.MAX_DEPTH
                    + " deep inside each other: send them flat, and without a cycle");
        }
    }

    void leave() {
        depth--;
    }
}
