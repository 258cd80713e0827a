// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.Batch;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * Sends messages through a session; its subclasses receive by listener or by polling. Only these three classes use a
 * session.
 */
abstract class ShmoozeConnection implements Connection {
    private Session session;

    /** Sets the session, which exists later than its listener. */
    final void use(Session newSession) {
        session = newSession;
    }

    final Session session() {
        return session;
    }

    @Override
    public final void send(ByteBuffer message) {
        session.send(MessageKind.BINARY, message);
    }

    @Override
    public final void sendBatch(int count, Supplier<ByteBuffer> messages) {
        try (Batch batch = session.batch()) {
            for (int i = 0; i < count; i++) {
                batch.send(MessageKind.BINARY, messages.get());
            }
        }
    }

    @Override
    public final void close() {
        session.close();
    }
}
