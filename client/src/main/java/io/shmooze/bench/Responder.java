// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;

/** The serving end's handler: checks every message, and answers those that want it. */
final class Responder implements Handler {
    private long next;

    @Override
    public ByteBuffer handle(ByteBuffer message) {
        if (Payload.number(message) == 0) {
            // Another asker.
            next = 0;
        }
        Payload.verify(message, next++);
        return Payload.wantsAnswer(message) ? message : null;
    }

    @Override
    public boolean done() {
        return false;
    }
}
