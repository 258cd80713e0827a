// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.Message;

/** Messages of any length that carry a name, and show whether they are whole. */
final class NamedMessages {
    private static final String FILLING = ".";

    private NamedMessages() {
    }

    /** A text of that length that begins with the name. */
    static String text(String name, int length) {
        return name + FILLING.repeat(length - name.length());
    }

    /** The name and the length of a message, and whether it was marked as redelivered. */
    static String summary(Message message) {
        String text = message.text();
        String name = text.replaceAll("\\" + FILLING + "+$", "");
        String whole = name.isEmpty() || name.contains(FILLING) ? "torn " + text : name + ":" + text.length();
        return whole + (message.redelivered() ? " again" : "");
    }
}
