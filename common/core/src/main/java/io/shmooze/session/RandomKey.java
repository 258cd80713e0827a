// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.segment.Alphabet;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Random keys of 128 bits, in hexadecimal, for file names and the handshake: nobody can guess one, and no two are
 * equal. Owns the generator; for any thread.
 */
public final class RandomKey {
    private static final int LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomKey() {
    }

    /**
     * Generates a key.
     *
     * @return 32 hexadecimal digits
     */
    public static String next() {
        byte[] key = new byte[LENGTH];
        RANDOM.nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    /**
     * Whether a text has the form of a key, and so may be a part of a file's name.
     *
     * @param text from a peer
     * @return true if it consists of 32 hexadecimal digits, in lower case
     */
    public static boolean isValid(String text) {
        return Alphabet.HEXADECIMAL.matches(text, 2 * LENGTH, 2 * LENGTH);
    }
}
