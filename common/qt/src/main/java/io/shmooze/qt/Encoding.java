// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.MessageKind;
import io.shmooze.MessageRefusedException;
import io.shmooze.MessageTooLongException;
import io.shmooze.UsageException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
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
     * Checks that text in a charset can be told from the zeros behind it.
     *
     * @throws UsageException if letters have zero bytes, as in UTF-16 and UTF-32, or cannot be written
     */
    static void check(Charset charset) {
        CharsetEncoder encoder = charset.canEncode() ? charset.newEncoder() : null;
        boolean usable = encoder != null && encoder.canEncode('A');
        for (byte b : usable ? "A".getBytes(charset) : new byte[1]) {
            usable &= b != 0;
        }
        if (!usable) {
            throw new UsageException("The charset " + charset.name() + " cannot be used in a Qt mailbox, where zero "
                    + "bytes end a message: take one that writes letters without zero bytes, such as UTF-8");
        }
    }

    /**
     * The bytes for a mailbox, of any size.
     *
     * @throws MessageRefusedException if it cannot be written in the charset, or is neither text nor bytes
     */
    byte[] toMailbox(MessageKind kind, ByteBuffer payload) {
        if (kind != MessageKind.TEXT && kind != MessageKind.BINARY) {
            throw new MessageRefusedException(kind == MessageKind.FILE ? "The Qt protocol cannot carry files"
                    : "The Qt protocol cannot carry a message of kind " + kind + ": send TEXT or BINARY");
        }
        byte[] bytes = new byte[payload.remaining()];
        payload.get(payload.position(), bytes);
        if (kind == MessageKind.TEXT && !charset.equals(StandardCharsets.UTF_8)) {
            bytes = encoded(new String(bytes, StandardCharsets.UTF_8));
        }
        return bytes;
    }

    /**
     * The bytes as they fit into one mailbox.
     *
     * @param capacity of the mailbox
     * @throws MessageTooLongException if they do not fit and are not to be cut
     * @throws MessageRefusedException if they look like a clear mailbox
     */
    byte[] fitting(byte[] bytes, int capacity) {
        if (bytes.length > capacity && !truncate) {
            throw tooLong(bytes.length, capacity);
        }
        byte[] fitting = bytes.length > capacity ? cut(bytes, capacity) : bytes;
        if (isBlank(fitting)) {
            throw new MessageRefusedException("The Qt protocol cannot carry an empty message");
        }
        return fitting;
    }

    static MessageTooLongException tooLong(int length, int capacity) {
        return new MessageTooLongException("A message of " + length + " bytes is over the limit of " + capacity
                + ", the size of this Qt mailbox");
    }

    private byte[] encoded(String text) {
        try {
            ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(encoded.array(), encoded.limit());
        } catch (CharacterCodingException e) {
            throw new MessageRefusedException("The charset " + charset.name() + " lacks some of its characters", e);
        }
    }

    /** Cuts between characters: the decoder stops before a character whose last bytes are missing. */
    private byte[] cut(byte[] bytes, int capacity) {
        ByteBuffer head = ByteBuffer.wrap(bytes, 0, capacity);
        CharsetDecoder decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        int most = (int) Math.ceil(capacity * (double) decoder.maxCharsPerByte());
        decoder.decode(head, CharBuffer.allocate(most), false);
        return Arrays.copyOf(bytes, head.position());
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** A message that was found in the mailbox, in UTF-8. */
    byte[] fromMailbox(byte[] bytes) {
        return charset.equals(StandardCharsets.UTF_8) ? bytes
                : new String(bytes, charset).getBytes(StandardCharsets.UTF_8);
    }
}
