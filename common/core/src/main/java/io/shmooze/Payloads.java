// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.openhft.chronicle.bytes.Bytes;

/** Turns payloads of other types into byte buffers. */
final class Payloads {
    private Payloads() {
    }

    /**
     * Uses the JDK's encoder, because Chronicle's fails on valid text. The encoder is strict, because replacing a
     * character by '?' would lose it.
     */
    static ByteBuffer encode(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new UsageException("The text has an unpaired surrogate: send it as bytes", e);
        }
    }

    static ByteBuffer copy(Bytes<?> payload) {
        byte[] copy = new byte[Math.toIntExact(payload.readRemaining())];
        payload.read(payload.readPosition(), copy, 0, copy.length);
        return ByteBuffer.wrap(copy);
    }
}
