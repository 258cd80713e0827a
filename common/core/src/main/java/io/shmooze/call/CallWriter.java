// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.UsageException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesMarshallable;

/**
 * Writes values into bytes that grow; owns how deep it is inside values, and the scratch memory for texts. Used by one
 * thread at a time, for one message after the other. Nothing is allocated for numbers and for short texts.
 */
final class CallWriter {
    /** Longer texts are encoded in memory of their own, so that a writer that is kept stays small. */
    private static final int SCRATCH_LENGTH = 4096;

    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final byte[] scratch = new byte[SCRATCH_LENGTH];
    private Bytes<?> out;
    private ObjectTable objects;
    private int depth;

    /** Begins a message behind what the bytes hold already. */
    CallWriter begin(Bytes<?> target, ObjectTable table) {
        out = target;
        objects = table;
        depth = 0;
        return this;
    }

    ObjectTable objects() {
        return objects;
    }

    void writeByte(int value) {
        out.writeByte((byte) value);
    }

    void writeNumber(long value) {
        out.writeStopBit(value);
    }

    /** 8 bytes, little-endian. */
    void writeWord(long word) {
        out.writeLong(word);
    }

    void writeFloat(int bits) {
        out.writeInt(bits);
    }

    void writeDouble(long bits) {
        writeWord(bits);
    }

    void writeUuid(long high, long low) {
        out.writeLong(Long.reverseBytes(high));
        out.writeLong(Long.reverseBytes(low));
    }

    /** False for null, for which this is all. */
    boolean writePresence(Object value) {
        out.writeByte((byte) (value == null ? 0 : 1));
        return value != null;
    }

    /** The length of what follows, or the count; -1 for null. */
    void writeCount(int count) {
        out.writeStopBit(count + 1L);
    }

    void writeText(String text) {
        if (text == null) {
            writeCount(-1);
        } else if (text.length() <= SCRATCH_LENGTH && isAscii(text)) {
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
        int length = text.length();
        text.getBytes(0, length, scratch, 0);
        out.writeStopBit(length + 1L);
        out.write(scratch, 0, length);
    }

    private void writeUtf8(String text) {
        ByteBuffer utf8;
        try {
            utf8 = encoder.encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new UsageException("The text has an unpaired surrogate: send it as bytes", e);
        }
        writeCount(utf8.remaining());
        out.write(utf8.array(), 0, utf8.remaining());
    }

    void writeBytes(byte[] bytes) {
        if (bytes == null) {
            writeCount(-1);
        } else {
            writeCount(bytes.length);
            out.write(bytes);
        }
    }

    /** From its position to its limit, which stay. */
    void writeBytes(ByteBuffer bytes) {
        if (bytes == null) {
            writeCount(-1);
            return;
        }
        int position = bytes.position();
        int length = bytes.remaining();
        writeCount(length);
        byte[] part = length <= SCRATCH_LENGTH ? scratch : new byte[length];
        bytes.get(position, part, 0, length);
        out.write(part, 0, length);
    }

    void writeMarshallable(BytesMarshallable value) {
        if (value == null) {
            writeCount(-1);
            return;
        }
        Bytes<?> own = Bytes.allocateElasticOnHeap();
        value.writeMarshallable(own);
        writeBytes(own.toByteArray());
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
