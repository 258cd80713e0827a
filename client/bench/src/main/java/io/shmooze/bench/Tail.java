// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.client.ClientMain;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The command {@code tail --follow} on the channel that is measured, as users start it; what it prints is dropped. Owns
 * its process, which can be stopped by a signal: then the session is one without a tail, because a tail has no part in
 * it. A shell kills it when this process has ended, however that was, because a process that is stopped cannot notice.
 */
final class Tail implements AutoCloseable {
    private static final String KILLED_AT_THE_END =
            "\"$@\" </dev/null >/dev/null & echo $!; read end; kill -KILL $!";
    private static final long PATIENCE_S = 5;

    private final Process shell;
    private final ProcessHandle process;
    private boolean following = true;

    private Tail(Process shell, ProcessHandle process) {
        this.shell = shell;
        this.process = process;
    }

    static Tail start(Path directory) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", KILLED_AT_THE_END, "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), ClientMain.class.getName(), "tail", "--follow", "--directory",
                directory.toString(), ShmoozeTransport.CHANNEL)
                .redirectError(Redirect.DISCARD).start();
        String pid = shell.inputReader().readLine();
        return new Tail(shell, ProcessHandle.of(Long.parseLong(pid)).orElseThrow(
                () -> new ChildFailedException("tail has not started")));
    }

    /** Lets it follow the session, or stops it. */
    void set(boolean follows) throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new ChildFailedException("tail has ended");
        }
        if (follows != following) {
            signal(follows ? "CONT" : "STOP");
            following = follows;
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        if (code != 0) {
            throw new ChildFailedException("kill -" + name + " has ended with code " + code);
        }
    }

    /** Also ends one that is stopped. */
    @Override
    public void close() throws IOException {
        shell.getOutputStream().close();
        try {
            if (!shell.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                throw new ChildFailedException("tail does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
