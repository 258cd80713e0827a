// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/** A line of a text that was written by a person on any system. */
final class TextLine {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private TextLine() {
    }

    /** The line without what editors on Windows add: a byte order mark in front, and a carriage return at the end. */
    static String content(String line) {
        int start = line.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0;
        int end = line.endsWith("\r") ? line.length() - 1 : line.length();
        return line.substring(start, Math.max(start, end));
    }
}
