// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/** A font of digits, because a machine without a screen may have no fonts. */
final class DigitFont {
    static final int WIDTH = 3;
    static final int HEIGHT = 5;
    /** From one character to the next. */
    static final int ADVANCE = WIDTH + 1;

    private static final String CHARACTERS = "0123456789:.";
    /** Five rows of three pixels for each character, the top left one in the highest bit. */
    private static final int[] ROWS = {
        0b111_101_101_101_111, 0b010_110_010_010_111, 0b111_001_111_100_111, 0b111_001_111_001_111,
        0b101_101_111_001_001, 0b111_100_111_001_111, 0b111_100_111_101_111, 0b111_001_010_010_010,
        0b111_101_111_101_111, 0b111_101_111_001_111, 0b000_010_000_010_000, 0b000_000_000_000_010};

    private DigitFont() {
    }

    /** Whether the pixel is set; an unknown character is blank. */
    static boolean isInk(char character, int x, int y) {
        int index = CHARACTERS.indexOf(character);
        return index >= 0 && (ROWS[index] >> WIDTH * HEIGHT - 1 - (y * WIDTH + x) & 1) != 0;
    }
}
