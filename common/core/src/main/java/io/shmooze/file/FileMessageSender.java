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

/** Sends file messages, waiting for a peer that is busy, but never in a callback. */
final class FileMessageSender {
    /** How long a caller waits for its last message. */
    private static final Duration LAST_MESSAGE_TIMEOUT = Duration.ofSeconds(1);
    /** Whether the thread is in a callback, where sending must not wait. */
    private static final ThreadLocal<Boolean> IN_CALLBACK = ThreadLocal.withInitial(() -> false);

    private FileMessageSender() {
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
     * Sends a message to a peer that may be busy. In a callback the session's outbox takes a message that does not fit.
     * Otherwise a thread of its own waits for room as long as the peer lives, and the caller waits for that thread as
     * {@link #awaitSent} does.
     *
     * @param failed called, on either thread, if the message cannot be sent
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

    /** Outside callbacks, gives a thread a second to send its last message, because the process may exit next. */
    static void awaitSent(Thread sender) {
        if (IN_CALLBACK.get() || Thread.currentThread() == sender) {
            return;
        }
        try {
            sender.join(LAST_MESSAGE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for room as long as the peer lives and {@code wanted} says so. */
    static void send(Session session, ByteBuffer message, BooleanSupplier wanted) {
        boolean sent = false;
        while (!sent && wanted.getAsBoolean()) {
            try {
                session.send(MessageKind.FILE, message);
                sent = true;
            } catch (UnresponsiveException e) {
                // The session reports it; a file can wait.
                continue;
            }
        }
    }
}
