// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

/** Alphabets for the words of file names and of the handshake. Regular expressions would take longer to load. */
public enum Alphabet {
    /** The digits of decimal numbers. */
    DECIMAL("0123456789"),
    /** The digits of keys. */
    HEXADECIMAL("0123456789abcdef"),
    /** The letters of channels' names: none has a meaning of its own to a file system or a shell. */
    NAME("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private final String letters;

    Alphabet(String letters) {
        this.letters = letters;
    }

    /**
     * Whether a word has only these letters and an allowed length.
     *
     * @param word any text
     * @param minLength the smallest number of letters
     * @param maxLength the largest number of letters
     * @return true if it has
     */
    public boolean matches(String word, int minLength, int maxLength) {
        for (int i = 0; i < word.length(); i++) {
            if (!has(word.charAt(i))) {
                return false;
            }
        }
        return word.length() >= minLength && word.length() <= maxLength;
    }

    /**
     * Replaces all other letters by underscores.
     *
     * @param text any text
     * @return a text of the same length
     */
    public String sanitize(String text) {
        StringBuilder word = new StringBuilder(text);
        for (int i = 0; i < word.length(); i++) {
            if (!has(word.charAt(i))) {
                word.setCharAt(i, '_');
            }
        }
        return word.toString();
    }

    private boolean has(char letter) {
        return letters.indexOf(letter) >= 0;
    }
}
