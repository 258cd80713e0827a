// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import net.openhft.chronicle.bytes.Bytes;

/**
 * Reads values that a hostile peer may have written, each byte once; owns how deep it is inside values, and the
 * scratch memory for texts. Used by one thread at a time, for one message after the other. All its methods throw
 * {@link MalformedCallException} for what cannot be read, before they allocate memory for it.
 */
final class CallReader {
    private static final int SCRATCH_LENGTH = 4096;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final byte[] scratch = new byte[SCRATCH_LENGTH];
    private Bytes<?> in;
    private ObjectTable objects;
    private int depth;

    /** Begins a message at the read position of the bytes. */
    CallReader begin(Bytes<?> source, ObjectTable table) {
        in = source;
        objects = table;
        depth = 0;
        return this;
    }

    ObjectTable objects() {
        return objects;
    }

    /** Nothing may be left. */
    void end() {
        if (in.readRemaining() != 0) {
            throw malformed(in.readRemaining() + " bytes are left");
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
        return "Cannot read what the other side has written, at byte " + in.readPosition() + ": " + what;
    }

    private void require(long length) {
        if (in.readRemaining() < length) {
            throw malformed(length + " bytes are due, and " + in.readRemaining() + " are left");
        }
    }

    int readByte() {
        require(1);
        return in.readByte();
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

    long readNumber() {
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
        require(Long.BYTES);
        return in.readLong();
    }

    int readFloat() {
        require(Float.BYTES);
        return in.readInt();
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
        if (count < -1 || count > in.readRemaining()) {
            throw malformed("a length or count is " + count + ", and " + in.readRemaining() + " bytes are left");
        }
        return (int) count;
    }

    /** Null for null. */
    String readText() {
        int length = readCount();
        if (length < 0) {
            return null;
        }
        // Copied before it is looked at, because the other side may change it meanwhile.
        byte[] bytes = length <= SCRATCH_LENGTH ? scratch : new byte[length];
        in.read(bytes, 0, length);
        for (int i = 0; i < length; i++) {
            if (bytes[i] < 0) {
                return decode(bytes, length);
            }
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private String decode(byte[] bytes, int length) {
        CharBuffer text = CharBuffer.allocate(length);
        CoderResult result = decoder.reset().decode(ByteBuffer.wrap(bytes, 0, length), text, true);
        if (result.isError()) {
            throw malformed("a text is not UTF-8");
        }
        decoder.flush(text);
        return text.flip().toString();
    }

    /** Null for null. */
    byte[] readBytes() {
        int length = readCount();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.read(bytes, 0, length);
        return bytes;
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
