// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import io.shmooze.bench.Connection;
import io.shmooze.bench.Handler;

/** A connection of a library that is polled for messages, and whose user chooses how to wait. */
abstract class PolledConnection implements Connection {
    private Handler handler;

    @Override
    public final void handler(Handler newHandler) {
        handler = newHandler;
    }

    final Handler handler() {
        return handler;
    }

    @Override
    public final void await() {
        do {
            while (!poll()) {
                idle();
            }
            busy();
        } while (!handler.done());
    }

    /** Handles the messages that have arrived; false if there are none. */
    abstract boolean poll();

    /** Waits for messages or for room, longer with each call in a row. */
    abstract void idle();

    /** Ends a row of calls of {@link #idle}. */
    abstract void busy();
}
