// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.segment.Alphabet;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Names that nobody can guess and nobody has had before. */
public final class RandomKey {
    private static final int LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomKey() {
    }

    /**
     * Draws one.
     *
     * @return 32 hexadecimal digits
     */
    public static String next() {
        byte[] key = new byte[LENGTH];
        RANDOM.nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    /**
     * Whether a text can be one, and a part of a file's name.
     *
     * @param text from a peer
     * @return true if it has 32 hexadecimal digits
     */
    public static boolean isValid(String text) {
        return Alphabet.HEXADECIMAL.matches(text, 2 * LENGTH, 2 * LENGTH);
    }
}
