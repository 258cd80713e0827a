// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.console.ProgressBar;
import io.shmooze.console.Terminals;
import java.time.Duration;

/** The progress line on standard error, if that is a terminal. Drawn only between measurements. */
final class Progress implements AutoCloseable {
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

    void doing(Contender contender, Workload workload) {
        if (visible) {
            String left = ProgressBar.left(done, steps, Duration.ofNanos(System.nanoTime() - beganNs));
            Terminals.drawOnErrors(ProgressBar.of(done, steps) + " " + (left.isEmpty() ? "" : left + ", ") + round
                    + ", " + contender.name() + " " + workload.id());
        }
    }

    void step() {
        done++;
    }

    @Override
    public void close() {
        if (visible) {
            Terminals.drawOnErrors("");
        }
    }
}
