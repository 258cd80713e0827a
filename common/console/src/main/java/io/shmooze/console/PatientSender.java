// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.SessionTimeoutException;
import io.shmooze.UnresponsiveException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Sends, and goes on waiting for a peer that is alive but does not respond. It announces the silence each time that the
 * response timeout reports it.
 */
final class PatientSender {
    private static final Duration LONG = Duration.ofHours(1);

    private PatientSender() {
    }

    /** Sends a message, and waits for room without a limit. */
    static void send(Session session, MessageKind kind, ByteBuffer message, Screen screen) {
        boolean sent = false;
        while (!sent) {
            try {
                session.send(kind, message);
                sent = true;
            } catch (UnresponsiveException e) {
                announce(e, screen);
            }
        }
    }

    /** Waits without a limit until the peer has handled everything that was sent before the call. */
    static void flush(Session session, Screen screen) {
        boolean flushed = false;
        while (!flushed) {
            try {
                session.flush(LONG);
                flushed = true;
            } catch (UnresponsiveException e) {
                announce(e, screen);
            } catch (SessionTimeoutException e) {
                // A peer may take hours; nobody has set a limit.
                continue;
            }
        }
    }

    private static void announce(UnresponsiveException silence, Screen screen) {
        screen.announce(Printable.inline(silence.getMessage()) + "; waiting");
    }

    /** Waits within a limit, and announces nothing; false if the peer has not handled everything in time. */
    static boolean flush(Session session, Duration timeout) {
        try {
            session.flush(timeout);
            return true;
        } catch (SessionTimeoutException e) {
            return false;
        }
    }
}
