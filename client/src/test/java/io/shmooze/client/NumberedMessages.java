// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;

/** Messages that carry a number, and a listener that checks that the numbers arrive in order. */
public final class NumberedMessages implements MessageListener {
    private volatile int count;
    private volatile String wrong;

    public static String text(int number) {
        return number + ":" + "x".repeat(number % 61);
    }

    public static int number(String text) {
        return Integer.parseInt(text.substring(0, text.indexOf(':')));
    }

    public static void send(Session session, int count) {
        for (int i = 0; i < count; i++) {
            session.send(text(i));
        }
    }

    @Override
    public void onMessage(Session session, Message message) {
        int number = count;
        String text = message.text();
        if (wrong == null && (!text.equals(text(number)) || message.redelivered())) {
            wrong = message + " \"" + text + "\" in place of number " + number;
        }
        count = number + 1;
    }

    /** The number of messages that have arrived; throws if one of them was wrong. */
    public int count() {
        if (wrong != null) {
            throw new AssertionError(wrong);
        }
        return count;
    }
}
