// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers each message twice, with a depth that is one less. Every other answer is longer than a frame. Two such
 * listeners that are attached to each other fill both lanes.
 */
public final class DoublingListener implements MessageListener {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void onMessage(Session session, Message message) {
        int depth = message.text().charAt(0) - '0';
        if (depth > 1) {
            session.send((depth - 1) + "x".repeat(count.get() % 50));
            session.send((depth - 1) + "y".repeat(150 + count.get() % 200));
        }
        count.incrementAndGet();
    }

    /** The number of messages that have arrived. */
    public int count() {
        return count.get();
    }
}
