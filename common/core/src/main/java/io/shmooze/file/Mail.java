// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.ShmoozeException;
import io.shmooze.UnresponsiveException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

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

    /**
     * Tells a peer that may be busy. In a callback the session keeps what does not fit. Elsewhere a thread of its own
     * waits for room as long as the peer lives, and the caller for that thread as {@link #awaitSent} does.
     *
     * @param failed told if it cannot be sent, on whatever thread
     */
    static void post(Session session, ByteBuffer message, Consumer<ShmoozeException> failed) {
        Runnable sending = () -> {
            try {
                send(session, message, () -> true);
            } catch (ShmoozeException e) {
                failed.accept(e);
            }
        };
        if (IN_CALLBACK.get()) {
            sending.run();
        } else {
            Thread sender = new Thread(sending, "shmooze-file-answer");
            sender.setDaemon(true);
            sender.start();
            awaitSent(sender);
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
