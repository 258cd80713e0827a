// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.SessionTimeoutException;
import io.shmooze.UnresponsiveException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Waiting: on a monitor with a deadline, and for a peer without one. */
final class Waits {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration NOTICED = Duration.ofMillis(500);

    private Waits() {
    }

    /**
     * Waits until the condition holds or the time is over. The caller holds the monitor, and whoever changes it
     * notifies.
     */
    static void until(Object monitor, BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        long remainingNs = timeout.toNanos();
        while (!condition.getAsBoolean() && remainingNs > 0) {
            // One more, because 0 would wait for ever.
            monitor.wait(remainingNs / 1_000_000 + 1);
            remainingNs = deadlineNs - System.nanoTime();
        }
    }

    /** Tells people that nobody is there yet, if that takes longer than it takes to find somebody. */
    static void tellOfPatience(Ending ending, BooleanSupplier alone, Duration patience, Consumer<String> screen)
            throws InterruptedException {
        boolean over = ending.awaitUntil(System.nanoTime() + Math.min(NOTICED.toNanos(), patience.toNanos()));
        if (!over && alone.getAsBoolean() && patience.compareTo(NOTICED) > 0) {
            screen.accept("Nobody is there yet: waiting up to " + Words.time(patience) + ", Ctrl-C gives up");
        }
    }

    /** Sends, and goes on waiting for a peer that lives but does not respond; says so each time. */
    static void send(Session session, ByteBuffer line, Screen screen) {
        boolean sent = false;
        while (!sent) {
            try {
                session.send(MessageKind.TEXT, line);
                sent = true;
            } catch (UnresponsiveException e) {
                waiting(e, screen);
            }
        }
    }

    /**
     * Waits without a limit until the peer has handled everything that was sent before the call; of one that lives but
     * does not respond, says so each time.
     */
    static void flush(Session session, Screen screen) {
        boolean flushed = false;
        while (!flushed) {
            try {
                session.flush(LONG);
                flushed = true;
            } catch (UnresponsiveException e) {
                waiting(e, screen);
            } catch (SessionTimeoutException e) {
                // A peer may take hours; nobody has set a limit.
                continue;
            }
        }
    }

    private static void waiting(UnresponsiveException silence, Screen screen) {
        screen.announce(Visible.inline(silence.getMessage()) + "; waiting");
    }

    /** False if that did not happen in time. */
    static boolean flush(Session session, Duration timeout) {
        try {
            session.flush(timeout);
            return true;
        } catch (SessionTimeoutException e) {
            return false;
        }
    }
}
