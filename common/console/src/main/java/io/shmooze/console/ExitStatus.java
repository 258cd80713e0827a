// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.ShmoozeException;

/**
 * The outcome of a program.
 *
 * @param code for the caller of the program
 * @param line for people, harmless for a terminal; null for none
 * @param error the cause of a failure; null if there is none
 */
record ExitStatus(ExitCode code, String line, Throwable error) {
    static ExitStatus of(ExitCode code) {
        return new ExitStatus(code, null, null);
    }

    static ExitStatus of(ExitCode code, String line) {
        return new ExitStatus(code, line, null);
    }

    static ExitStatus failed(Throwable error) {
        return new ExitStatus(ExitCode.of(error), line(error), error);
    }

    /** One line about an error. The library's errors have such a message; all others are shown with their type. */
    static String line(Throwable error) {
        if (error instanceof OutOfMemoryError memory) {
            return outOfMemory(String.valueOf(memory.getMessage()));
        }
        boolean ours = error instanceof ShmoozeException && error.getMessage() != null;
        return Printable.inline(ours ? error.getMessage() : error.toString());
    }

    private static String outOfMemory(String detail) {
        if (detail.contains("thread")) {
            return "No more threads: " + detail;
        }
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        return "Out of memory: " + heap + " MiB of heap are not enough for messages of this length; start java with a "
                + "larger -Xmx, or lower max-message-length";
    }
}
