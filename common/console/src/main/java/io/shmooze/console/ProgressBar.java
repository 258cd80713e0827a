// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.time.Duration;

/** The parts that all progress lines have. */
public final class ProgressBar {
    private static final int WIDTH = 30;

    private ProgressBar() {
    }

    /**
     * How much is done.
     *
     * @param done the part that is done
     * @param of the whole; more than 0
     * @return {@code [###---] 50%}
     */
    public static String of(long done, long of) {
        int full = (int) (WIDTH * done / of);
        return "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + 100 * done / of + "%";
    }

    /**
     * How long the rest will take.
     *
     * @param done the part that is done
     * @param of the whole
     * @param elapsed the time since the start
     * @return {@code 1:05 left}; empty while nothing is done yet
     */
    public static String left(long done, long of, Duration elapsed) {
        if (done == 0) {
            return "";
        }
        long leftS = Math.round(elapsed.toMillis() / 1e3 / done * (of - done));
        return String.format("%d:%02d left", leftS / 60, leftS % 60);
    }
}
