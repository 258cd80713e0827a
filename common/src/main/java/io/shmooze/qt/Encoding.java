// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.MessageKind;
import io.shmooze.MessageRefusedException;
import io.shmooze.MessageTooLongException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns messages into the bytes of a mailbox and back. Text is UTF-8 on our side, as everywhere in Shmooze, and in the
 * peer's charset in the mailbox.
 */
final class Encoding {
    private final Charset charset;
    private final boolean truncate;

    Encoding(Charset charset, boolean truncate) {
        this.charset = charset;
        this.truncate = truncate;
    }

    /**
     * The bytes for the mailbox.
     *
     * @throws MessageTooLongException if it does not fit and is not to be cut
     * @throws MessageRefusedException if it cannot be told from a clear mailbox, or not be written in the charset, or
     *     is a part of a file
     */
    byte[] toMailbox(MessageKind kind, ByteBuffer payload) {
        if (kind == MessageKind.FILE) {
            throw new MessageRefusedException("The Qt protocol cannot carry files");
        }
        byte[] bytes = new byte[payload.remaining()];
        payload.get(payload.position(), bytes);
        if (kind == MessageKind.TEXT && !charset.equals(StandardCharsets.UTF_8)) {
            bytes = encoded(new String(bytes, StandardCharsets.UTF_8));
        }
        if (bytes.length > MailboxMemory.LENGTH) {
            bytes = cut(bytes);
        }
        if (isBlank(bytes)) {
            throw new MessageRefusedException("The Qt protocol cannot carry an empty message");
        }
        return bytes;
    }

    private byte[] encoded(String text) {
        try {
            ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(encoded.array(), encoded.limit());
        } catch (CharacterCodingException e) {
            throw new MessageRefusedException("The charset " + charset.name() + " has not all of its characters", e);
        }
    }

    private byte[] cut(byte[] bytes) {
        if (!truncate) {
            throw new MessageTooLongException("A message of " + bytes.length + " bytes is over the limit of "
                    + MailboxMemory.LENGTH + " of the Qt protocol");
        }
        int length = MailboxMemory.LENGTH;
        // Not within a character, whose bytes after the first are 10xxxxxx.
        while (charset.equals(StandardCharsets.UTF_8) && length > MailboxMemory.LENGTH - 4
                && (bytes[length] & 0xc0) == 0x80) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Our bytes of a message that was found in the mailbox. */
    byte[] fromMailbox(byte[] bytes) {
        return charset.equals(StandardCharsets.UTF_8) ? bytes
                : new String(bytes, charset).getBytes(StandardCharsets.UTF_8);
    }
}
