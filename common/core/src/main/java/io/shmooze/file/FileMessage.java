// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A parsed message of the kind FILE.
 *
 * @param step its type
 * @param transfer the number of the transfer
 * @param position a position or a size, not negative
 * @param bytes those behind the header; a view of the parsed message
 */
record FileMessage(FileStep step, long transfer, long position, ByteBuffer bytes) {
    /**
     * Parses a message, which stays the caller's.
     *
     * @throws ProtocolException if it is malformed
     */
    static FileMessage parse(ByteBuffer message) {
        int length = message.remaining();
        if (length < FileMessageDescriptor.HEADER_LENGTH) {
            throw new ProtocolException("A file message of " + length + " bytes, expected at least "
                    + FileMessageDescriptor.HEADER_LENGTH);
        }
        ByteBuffer header = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int start = message.position();
        FileStep step = FileStep.of(header.get(start + FileMessageDescriptor.TYPE_OFFSET) & 0xFF,
                length - FileMessageDescriptor.HEADER_LENGTH);
        long position = header.getLong(start + FileMessageDescriptor.POSITION_OFFSET);
        if (position < 0) {
            throw new ProtocolException("A file message " + step + " with the position " + position);
        }
        return new FileMessage(step, header.getLong(start + FileMessageDescriptor.TRANSFER_OFFSET), position,
                header.position(start + FileMessageDescriptor.HEADER_LENGTH));
    }

    /** A copy of the bytes behind the header. */
    byte[] copy() {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }

    /** The bytes behind the header as strict UTF-8. */
    String text() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(copy())).toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException("A file message " + step + " whose text is not UTF-8", e);
        }
    }

    /** A message with a text, which is cut to {@link FileMessageDescriptor#MAX_REASON_LENGTH}. */
    static ByteBuffer of(FileStep step, long transfer, long position, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, FileMessageDescriptor.MAX_REASON_LENGTH);
        while (length < bytes.length && (bytes[length] & 0xC0) == 0x80) {
            length--;
        }
        return of(step, transfer, position, Arrays.copyOf(bytes, length));
    }

    static ByteBuffer of(FileStep step, long transfer, long position, byte[] bytes) {
        ByteBuffer message = ByteBuffer.allocate(FileMessageDescriptor.HEADER_LENGTH + bytes.length);
        return begin(message, step, transfer, position).put(bytes).flip();
    }

    /** Writes the header to the beginning of a buffer, whose position is then behind it. */
    static ByteBuffer begin(ByteBuffer message, FileStep step, long transfer, long position) {
        return message.clear().order(ByteOrder.LITTLE_ENDIAN).putLong(step.number()).putLong(transfer)
                .putLong(position);
    }
}
