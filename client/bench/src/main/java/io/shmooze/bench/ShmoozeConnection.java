// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.Batch;
import io.shmooze.Claim;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.call.Calls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends messages through a session; its subclasses receive by listener or by polling. Only these three classes use a
 * session.
 */
abstract class ShmoozeConnection implements Connection {
    /** A longer message is read in place. */
    private static final int LONGEST_COPY = 256;

    private final ByteBuffer copy = ByteBuffer.allocateDirect(LONGEST_COPY).order(ByteOrder.LITTLE_ENDIAN);
    private Session session;
    /** Made with the first call, because its classes take time to load. */
    private Calculation calculation;

    /** Sets the session, which exists later than its listener. */
    final void use(Session newSession) {
        session = newSession;
    }

    final Session session() {
        return session;
    }

    /** The bytes of a message. A short one is copied, because a copy takes less time than to make a view. */
    final ByteBuffer read(Message message) {
        if (message.length() > LONGEST_COPY) {
            return message.buffer().order(ByteOrder.LITTLE_ENDIAN);
        }
        message.copyTo(copy.clear());
        return copy.flip();
    }

    @Override
    public final void send(ByteBuffer message) {
        session.send(MessageKind.BINARY, message);
    }

    @Override
    public final ByteBuffer ask(ByteBuffer question) throws Exception {
        return read(session.ask(MessageKind.BINARY, question).get());
    }

    @Override
    public final long call(long first, long second, String text) {
        if (calculation == null) {
            calculation = Calls.proxy(session, Calculation.class);
        }
        return calculation.sum(first, second, text);
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
    public final boolean claim(int length, Consumer<ByteBuffer> writer) {
        try (Claim claim = session.claim(MessageKind.BINARY, length)) {
            if (claim == null) {
                return false;
            }
            writer.accept(claim.buffer().order(ByteOrder.LITTLE_ENDIAN));
            claim.commit();
            return true;
        }
    }

    @Override
    public final void close() {
        session.close();
    }
}
