// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.shmooze.session.RelayEnd;
import java.util.concurrent.Executor;

/**
 * Acknowledges to the local peer what the other end has handled. On a thread of its own, because that waits for a
 * callback that runs, and the threads of the connection must not wait.
 */
final class RelayAcknowledger {
    private final Executor workers;
    /** Null before the session is attached. Guarded, as below. */
    private RelayEnd end;
    private int due;
    private boolean running;

    RelayAcknowledger(Executor workers) {
        this.workers = workers;
    }

    synchronized void attached(RelayEnd to) {
        end = to;
    }

    void acknowledge(int count) {
        synchronized (this) {
            due += count;
            if (due == 0 || end == null || running) {
                return;
            }
            running = true;
        }
        workers.execute(this::run);
    }

    private void run() {
        while (true) {
            int count;
            synchronized (this) {
                count = due;
                due = 0;
                if (count == 0) {
                    running = false;
                    return;
                }
            }
            end.acknowledge(count);
        }
    }
}
