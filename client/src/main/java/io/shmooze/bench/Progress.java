// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.console.Terminals;
import java.util.concurrent.TimeUnit;

/** How far the measuring is, on standard error if that is a terminal. Drawn between measurements only. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final String ERASE = "\r\033[K";

    private final boolean visible = Terminals.isErrors();
    private final int steps;
    private final long beganNs = System.nanoTime();
    private int done;
    private String round = "";

    Progress(int steps) {
        this.steps = steps;
    }

    void round(int number, int of) {
        round = "round " + number + " of " + of;
    }

    void doing(Contender contender, Work work) {
        if (visible) {
            int full = WIDTH * done / steps;
            System.err.print(ERASE + "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + 100 * done / steps
                    + "% " + left() + round + ", " + contender.name() + " " + work.id());
        }
    }

    private String left() {
        if (done == 0) {
            return "";
        }
        long leftS = TimeUnit.NANOSECONDS.toSeconds((System.nanoTime() - beganNs) / done * (steps - done));
        return String.format("%d:%02d left, ", leftS / 60, leftS % 60);
    }

    void step() {
        done++;
    }

    @Override
    public void close() {
        if (visible) {
            System.err.print(ERASE);
        }
    }
}
