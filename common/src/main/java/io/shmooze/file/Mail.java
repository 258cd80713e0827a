// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.UnresponsiveException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Sends the steps of files. */
final class Mail {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** Whether the thread is in a callback, where sending must not wait. */
    private static final ThreadLocal<Boolean> IN_CALLBACK = ThreadLocal.withInitial(() -> false);

    private Mail() {
    }

    static void inCallback(Runnable body) {
        IN_CALLBACK.set(true);
        try {
            body.run();
        } finally {
            IN_CALLBACK.remove();
        }
    }

    /** Waits for room for a second at most, because a peer that does not read may be left; in a callback not at all. */
    static void post(Session session, ByteBuffer message) {
        if (IN_CALLBACK.get()) {
            session.send(MessageKind.FILE, message);
        } else {
            session.send(MessageKind.FILE, message, PATIENCE);
        }
    }

    /** Gives a thread that sends its last message a second, except in a callback, so that who leaves next is heard. */
    static void awaitSent(Thread sender) {
        if (IN_CALLBACK.get() || Thread.currentThread() == sender) {
            return;
        }
        try {
            sender.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for room as long as the peer lives and anybody wants it. */
    static void send(Session session, ByteBuffer message, BooleanSupplier wanted) {
        boolean sent = false;
        while (!sent && wanted.getAsBoolean()) {
            try {
                session.send(MessageKind.FILE, message);
                sent = true;
            } catch (UnresponsiveException e) {
                // The session says so itself; a file can wait.
                continue;
            }
        }
    }
}
