// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/** Reports errors that the application does not handle. */
final class LibraryLog {
    private LibraryLog() {
    }

    /** Looks for a logging system here and not earlier, because starting one takes time. */
    static void report(Session session, Throwable error) {
        if (LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory) {
            // A logger would drop the error. The default handler prints it.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
        } else {
            LoggerFactory.getLogger("io.shmooze").error("A callback of the session with {} failed", session.peer(),
                    error);
        }
    }
}
