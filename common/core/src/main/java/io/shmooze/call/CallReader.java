// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the values of one message that a hostile peer may have written, and then of the next one. Owns a copy of the
 * bytes, so that the peer cannot change them any more, and gives it up after a long message; and how deep it is inside
 * values. Used by one thread at a time. All its methods throw {@link MalformedCallException} for what cannot be read,
 * before they allocate memory for it.
 */
final class CallReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int KEPT_LENGTH = 64 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private byte[] bytes = NOTHING.array();
    private ByteBuffer view = NOTHING;
    private int length;
    private int position;
    /** Null until there is a text that is not ASCII. */
    private CharsetDecoder decoder;
    private ObjectTable objects;
    private int depth;

    /** Copies a message, to be read later. */
    CallReader copy(Message message) {
        int count = message.length();
        if (count > bytes.length || bytes.length > KEPT_LENGTH && count <= KEPT_LENGTH) {
            bytes = new byte[count];
            view = ByteBuffer.wrap(bytes);
        }
        message.copyTo(view.clear());
        length = count;
        return this;
    }

    /** Copies the answer to a call; anything may have answered it. */
    CallReader copyAnswer(Message answer) {
        if (answer.kind() != MessageKind.CALL) {
            throw new MalformedCallException("The other side has answered a call with a message of kind "
                    + answer.kind() + ": a listener for questions of its own takes calls, so it has to be added "
                    + "after Calls.serve, and to return null for them");
        }
        return copy(answer);
    }

    /** Begins with what was copied. */
    CallReader begin(ObjectTable table) {
        position = 0;
        objects = table;
        depth = 0;
        return this;
    }

    ObjectTable objects() {
        return objects;
    }

    private int left() {
        return length - position;
    }

    /** Nothing may be left. */
    void end() {
        if (left() != 0) {
            throw malformed(left() + " bytes are left");
        }
    }

    MalformedCallException malformed(String what) {
        return new MalformedCallException(at(what));
    }

    /** For what the application's own code has thrown; an error of the JVM itself goes on as it is. */
    MalformedCallException malformed(String what, Throwable cause) {
        if (cause instanceof VirtualMachineError error) {
            throw error;
        }
        return new MalformedCallException(at(what) + ": " + cause, cause);
    }

    private String at(String what) {
        return "Cannot read what the other side has written, at byte " + position + ": " + what;
    }

    /** Passes so many bytes, and returns where they begin. */
    private int pass(int count) {
        int at = position;
        if (count > length - at) {
            throw malformed(count + " bytes are due, and " + left() + " are left");
        }
        position = at + count;
        return at;
    }

    int readByte() {
        return bytes[pass(1)];
    }

    boolean readBoolean() {
        int value = readByte();
        if (value != 0 && value != 1) {
            throw malformed("a boolean or the byte for null is " + (value & 0xFF) + ", not 0 or 1");
        }
        return value == 1;
    }

    /** False for null. */
    boolean readPresence() {
        return readBoolean();
    }

    /** A stop-bit number. */
    long readNumber() {
        if (left() >= Long.BYTES) {
            long word = (long) LONG.get(bytes, position);
            int count = StopBits.lengthIn(word);
            if (count != 0) {
                position += count;
                return StopBits.gather(word, count);
            }
        }
        return readBytewise();
    }

    private long readBytewise() {
        int b = readByte();
        if (b >= 0) {
            return b;
        }
        long value = b & 0x7F;
        for (int shift = 7; shift < 63; shift += 7) {
            b = readByte();
            if (b == 0) {
                return ~value;
            }
            value |= (b & 0x7FL) << shift;
            if (b > 0) {
                return value;
            }
        }
        if (readByte() != 0) {
            throw malformed("a number is longer than 64 bits");
        }
        return ~value;
    }

    long readNumber(long least, long greatest) {
        long value = readNumber();
        if (value < least || value > greatest) {
            throw malformed("a number is " + value + ", not from " + least + " to " + greatest);
        }
        return value;
    }

    int readInt() {
        return (int) readNumber(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** 8 bytes, little-endian. */
    long readWord() {
        return (long) LONG.get(bytes, pass(Long.BYTES));
    }

    int readFloat() {
        return (int) INT.get(bytes, pass(Integer.BYTES));
    }

    long readDouble() {
        return readWord();
    }

    /** Half of a UUID. */
    long readHighFirst() {
        return Long.reverseBytes(readWord());
    }

    /**
     * The length of what follows, or the count of values of at least one byte each.
     *
     * @return -1 for null
     */
    int readCount() {
        long count = readNumber() - 1;
        if (count < -1 || count > left()) {
            throw malformed("a length or count is " + count + ", and " + left() + " bytes are left");
        }
        return (int) count;
    }

    /** Null for null. */
    String readText() {
        int count = readCount();
        if (count < 0) {
            return null;
        }
        int at = pass(count);
        for (int i = at; i < position; i++) {
            if (bytes[i] < 0) {
                return decode(at, count);
            }
        }
        return new String(bytes, at, count, StandardCharsets.ISO_8859_1);
    }

    private String decode(int at, int count) {
        if (decoder == null) {
            decoder = StandardCharsets.UTF_8.newDecoder();
        }
        CharBuffer text = CharBuffer.allocate(count);
        CoderResult result = decoder.reset().decode(ByteBuffer.wrap(bytes, at, count), text, true);
        if (result.isError()) {
            throw malformed("a text is not UTF-8");
        }
        decoder.flush(text);
        return text.flip().toString();
    }

    /** Null for null. */
    byte[] readBytes() {
        int count = readCount();
        if (count < 0) {
            return null;
        }
        int at = pass(count);
        return Arrays.copyOfRange(bytes, at, position);
    }

    /** Begins a value that has others inside. */
    void enter() {
        if (++depth > CallDescriptor.MAX_DEPTH) {
            throw malformed("values are more than " + CallDescriptor.MAX_DEPTH + " deep inside each other");
        }
    }

    void leave() {
        depth--;
    }
}
