// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.MessageKind;
import io.shmooze.Session;
import java.nio.ByteBuffer;

/**
 * What the two ways to receive have in common: the way to send. These three classes are the only ones that use a
 * session.
 */
abstract class ShmoozeConnection implements Connection {
    private Session session;

    /** The session to send by; known later than a listener. */
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
    public final void close() {
        session.close();
    }
}
