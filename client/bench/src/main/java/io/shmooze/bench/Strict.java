// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;

/** Ends the process when the handler behind it throws: a figure that was got with a lost message is none. */
final class Strict implements Handler {
    private final Handler handler;

    Strict(Handler handler) {
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
