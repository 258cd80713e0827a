// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/** Where errors go that the application does not handle. */
final class LibraryLog {
    private LibraryLog() {
    }

    /** A logging system is not started before there is something to say. */
    static void report(Session session, Throwable error) {
        if (LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory) {
            // Nobody would see it. The default handler prints it.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
        } else {
            LoggerFactory.getLogger("io.shmooze").error("A callback of the session with {} failed", session.peer(),
                    error);
        }
    }
}
