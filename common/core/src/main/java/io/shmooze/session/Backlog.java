// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What an application that polls gets before the messages in the lane: messages of attachments that have ended, and
 * those that a thread found which waited for an answer. Owns these copies. Changed under the session's read lock.
 */
final class Backlog {
    /** Bytes that a message costs beside its payload, roughly; so that the limit bounds many empty messages, too. */
    private static final int OVERHEAD = 128;

    private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
    /** Up to which a thread that waits for an answer reads on. */
    private final int limit;
    private long bytes;

    Backlog(int limit) {
        this.limit = limit;
    }

    void add(Message message) {
        messages.add(message);
        bytes += message.length() + OVERHEAD;
    }

    /** Removes the oldest message; null if there is none. */
    Message poll() {
        Message oldest = messages.poll();
        if (oldest != null) {
            bytes -= oldest.length() + OVERHEAD;
        }
        return oldest;
    }

    /** For any thread. */
    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Throws if a thread that waits for an answer is not to add more. */
    void checkRoom() {
        if (bytes > limit) {
            throw new IllegalStateException(messages.size() + " messages came before the answer, " + bytes
                    + " bytes with what they cost: take them with poll, or set a message listener, and wait again");
        }
    }
}
