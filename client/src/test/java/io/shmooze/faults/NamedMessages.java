// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.Message;

/** Messages of any length that say which they are, and whether they are whole. */
final class NamedMessages {
    private static final String FILLING = ".";

    private NamedMessages() {
    }

    /** A text that begins with a name. */
    static String text(String name, int length) {
        return name + FILLING.repeat(length - name.length());
    }

    /** The name and the length, and whether it was marked as redelivered. */
    static String summary(Message message) {
        String text = message.text();
        String name = text.replaceAll("\\" + FILLING + "+$", "");
        String whole = name.isEmpty() || name.contains(FILLING) ? "torn " + text : name + ":" + text.length();
        return whole + (message.redelivered() ? " again" : "");
    }
}
