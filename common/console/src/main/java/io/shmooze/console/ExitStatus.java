// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.ShmoozeException;

/**
 * How a program ended.
 *
 * @param code what to tell the caller
 * @param line what to tell people, harmless for a terminal; null if there is nothing to say
 * @param error what led to it, null if nothing went wrong
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

    /** The library's errors carry a line for people; of all others the type helps, too. */
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
        return "Out of memory: " + heap + " MiB of heap do not suffice for messages of this length; start java with a "
                + "larger -Xmx, or lower max-message-length";
    }
}
