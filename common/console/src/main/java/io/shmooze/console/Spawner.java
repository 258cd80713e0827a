// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Runs a viewer process when no viewer is attached, one at a time. For one thread. */
final class Spawner implements AutoCloseable {
    private static final long SHORT_LIFE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_FAILURES = 3;
    private static final long GRACE_S = 2;

    private final String command;
    private final StatusLine status;
    private Process process;
    private long startedNs;
    private int failures;

    /**
     * Starts nothing yet.
     *
     * @param command for the shell; null to run none
     */
    Spawner(String command, StatusLine status) {
        this.command = command;
        this.status = status;
    }

    /** Starts the command if no viewer is attached and the command does not run, unless it failed too often. */
    void check(int viewers) throws IOException {
        if (command == null || viewers > 0 || failures >= MOST_FAILURES || process != null && process.isAlive()) {
            return;
        }
        if (process != null && !mayGoOn()) {
            return;
        }
        startedNs = System.nanoTime();
        process = new ProcessBuilder("sh", "-c", command).redirectInput(ProcessBuilder.Redirect.from(
                new java.io.File("/dev/null"))).redirectOutput(StandardStreams.outputOfChild())
                .redirectError(StandardStreams.errorsOfChild()).start();
        status.announce("started the viewer, pid " + process.pid());
    }

    private boolean mayGoOn() {
        failures = System.nanoTime() - startedNs < SHORT_LIFE_NS ? failures + 1 : 0;
        status.announce("the viewer has ended with code " + process.exitValue()
                + (failures < MOST_FAILURES ? "" : ", the third time within a second: not started again"));
        return failures < MOST_FAILURES;
    }

    /** Terminates the process, waits, and kills it if it does not end in time. */
    @Override
    public void close() {
        if (process == null || !process.isAlive()) {
            return;
        }
        try {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            if (!process.waitFor(GRACE_S, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
