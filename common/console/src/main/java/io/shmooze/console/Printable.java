// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/**
 * Makes foreign text harmless for a terminal: characters that would control the terminal become visible. C0 controls
 * and DEL are shown with a caret ({@code ^[}); C1 controls, bidirectional overrides, byte order marks and the Unicode
 * line separators are shown by their code ({@code \}{@code u202e}).
 */
public final class Printable {
    /** Has no width, and no use within a text. */
    private static final int BYTE_ORDER_MARK = 0xfeff;

    private Printable() {
    }

    /**
     * For use within one line: a newline is shown as {@code ^J}.
     *
     * @param text from anywhere
     * @return harmless
     */
    public static String inline(String text) {
        if (text.chars().noneMatch(Printable::controls)) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> append(visible, (char) c));
        return visible.toString();
    }

    /**
     * For use as lines of their own: each newline begins a line with the given start, so that no line but the first
     * can look like the beginning of a message.
     */
    static String lines(String text, String start) {
        if (text.indexOf('\n') < 0) {
            return inline(text);
        }
        StringBuilder visible = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            if (c == '\n') {
                visible.append('\n').append(start);
            } else {
                append(visible, (char) c);
            }
        });
        return visible.toString();
    }

    private static void append(StringBuilder visible, char c) {
        if (!controls(c)) {
            visible.append(c);
        } else if (c < 0x80) {
            visible.append('^').append((char) (c ^ 0x40));
        } else {
            visible.append(String.format("\\u%04x", (int) c));
        }
    }

    private static boolean controls(int c) {
        return c < 0x20 || c >= 0x7f && c < 0xa0 || overridesDirection(c) || c == 0x2028 || c == 0x2029
                || c == BYTE_ORDER_MARK;
    }

    private static boolean overridesDirection(int c) {
        return c == 0x061c || c == 0x200e || c == 0x200f || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    }
}
