// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Semaphore;

/** A session with a listener, which answers from its callback. */
final class ListeningConnection implements Connection, MessageListener {
    private final Semaphore done = new Semaphore(0);
    private Session session;
    private volatile Handler handler;

    /** The session to send by, known only after it was given this listener. */
    void use(Session newSession) {
        session = newSession;
    }

    @Override
    public void handler(Handler newHandler) {
        handler = newHandler;
    }

    @Override
    public void send(ByteBuffer message) {
        session.send(MessageKind.BINARY, message);
    }

    @Override
    public void await() throws InterruptedException {
        done.acquire();
    }

    @Override
    public void onMessage(Session from, Message message) {
        Handler current = handler;
        ByteBuffer answer = current.handle(message.buffer().order(ByteOrder.LITTLE_ENDIAN));
        if (answer != null) {
            from.send(MessageKind.BINARY, answer);
        }
        if (current.done()) {
            done.release();
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
