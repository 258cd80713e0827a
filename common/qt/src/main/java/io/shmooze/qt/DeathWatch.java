// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

/**
 * Waits for the end of a process on a thread of its own; the system reports it at once. Before Linux 5.3 it cannot, and
 * the caller has to look itself.
 */
final class DeathWatch implements AutoCloseable {
    /** How long the thread may outlive a watch that was closed. */
    private static final int SLICE_MS = 1000;

    private final NativeCalls calls;
    private final int descriptor;
    private final Runnable onDeath;
    private volatile boolean closed;

    private DeathWatch(NativeCalls calls, int descriptor, Runnable onDeath) {
        this.calls = calls;
        this.descriptor = descriptor;
        this.onDeath = onDeath;
    }

    /**
     * Begins to wait.
     *
     * @param pid of the process; 0 if it is not known
     * @param onDeath called at most once, on the watch's own thread
     */
    static DeathWatch begin(long pid, Runnable onDeath) {
        NativeCalls calls = Natives.calls();
        DeathWatch watch = new DeathWatch(calls, pid > 0 ? calls.openProcess((int) pid) : -1, onDeath);
        if (watch.descriptor >= 0) {
            Thread thread = new Thread(watch::run, "shmooze-qt-watch-" + pid);
            thread.setDaemon(true);
            thread.start();
        }
        return watch;
    }

    private void run() {
        int ended = 0;
        while (!closed && (ended == 0 || ended == -Errno.EINTR)) {
            ended = calls.poll(descriptor, SLICE_MS);
        }
        calls.close(descriptor);
        if (!closed) {
            onDeath.run();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
