// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

/** What the words of file names and of the handshake are made of. No regular expression: those start slowly. */
public enum Alphabet {
    /** Of decimal numbers. */
    DECIMAL("0123456789"),
    /** Of the keys of segments. */
    HEXADECIMAL("0123456789abcdef"),
    /** Of the names of channels: nothing that a file system or a shell takes for something else. */
    NAME("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private final String letters;

    Alphabet(String letters) {
        this.letters = letters;
    }

    /**
     * Whether a word has only these letters.
     *
     * @param word what was found
     * @param minLength the least number of letters
     * @param maxLength the most
     * @return true if it is such a word
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
     * Makes a word of these letters.
     *
     * @param text anything
     * @return with an underscore in place of every other letter
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
