// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;

/** Ends the process when its handler throws, because the figures of a run that loses a message mean nothing. */
final class FailFastHandler implements Handler {
    private final Handler handler;

    FailFastHandler(Handler handler) {
        this.handler = handler;
    }

    @Override
    public ByteBuffer handle(ByteBuffer message) {
        try {
            return handler.handle(message);
        } catch (RuntimeException | Error e) {
            ChildMain.fail(e);
            throw e;
        }
    }

    @Override
    public boolean done() {
        return handler.done();
    }
}
