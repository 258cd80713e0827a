// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.time.Duration;

/** What every progress line has. */
public final class ProgressBar {
    private static final int WIDTH = 30;

    private ProgressBar() {
    }

    /**
     * How much is done.
     *
     * @param done so much
     * @param of so much; more than 0
     * @return {@code [###---] 50%}
     */
    public static String of(long done, long of) {
        int full = (int) (WIDTH * done / of);
        return "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + 100 * done / of + "%";
    }

    /**
     * How long it will take.
     *
     * @param done so much
     * @param of so much
     * @param elapsed in this time
     * @return {@code 1:05 left}; empty as long as nobody knows
     */
    public static String left(long done, long of, Duration elapsed) {
        if (done == 0) {
            return "";
        }
        long leftS = Math.round(elapsed.toMillis() / 1e3 / done * (of - done));
        return String.format("%d:%02d left", leftS / 60, leftS % 60);
    }
}
