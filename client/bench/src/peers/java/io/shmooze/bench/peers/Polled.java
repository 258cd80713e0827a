// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import io.shmooze.bench.Connection;
import io.shmooze.bench.Handler;

/** A connection of a library that has to be asked for messages, and that leaves to its user how to wait. */
abstract class Polled implements Connection {
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

    /** Handles what is there; false if nothing is. */
    abstract boolean poll();

    /** Waits a little for messages or for room, the longer the more often it is called in a row. */
    abstract void idle();

    /** Tells that the waiting was over. */
    abstract void busy();
}
