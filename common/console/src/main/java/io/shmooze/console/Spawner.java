// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Runs a viewer when there is none, one at a time. For one thread. */
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
     * Nothing runs yet.
     *
     * @param command for the shell; null to run none
     */
    Spawner(String command, StatusLine status) {
        this.command = command;
        this.status = status;
    }

    /** Starts the command if nobody is attached and it does not run, unless it failed too often. */
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

    /** Asks what runs to end, waits, and in the end does not ask any more. */
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
