// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.WaitStrategy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** A session without a listener: the application's thread polls the messages. */
final class PollingConnection extends ShmoozeConnection implements MessageListener {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
    /** An answer of at most this part of the segment is sent while the question still occupies the lane. */
    private static final int SMALL_PART = 8;
    private static final int LONGEST_ANSWER = 1024;
    /** Messages of one pass. */
    private static final int LIMIT = 64;

    private final boolean spins;
    private final int longestInPlace;
    private final ByteBuffer later = ByteBuffer.allocateDirect(LONGEST_ANSWER);
    private Handler handler;
    private boolean answerDue;

    PollingConnection(Session session, WaitStrategy strategy, int segmentSize) {
        use(session);
        this.spins = strategy == WaitStrategy.SPINNING;
        this.longestInPlace = segmentSize / SMALL_PART;
    }

    @Override
    public void handler(Handler newHandler) {
        handler = newHandler;
    }

    @Override
    public void await() {
        do {
            receive();
            if (answerDue) {
                answerDue = false;
                send(later);
            }
        } while (!handler.done());
    }

    private void receive() {
        if (spins) {
            while (session().poll(this, LIMIT) == 0) {
                Thread.onSpinWait();
            }
        } else {
            session().receive(this, LIMIT, FOREVER);
        }
    }

    @Override
    public void onMessage(Session from, Message message) {
        handle(message);
    }

    private void handle(Message message) {
        ByteBuffer answer = handler.handle(read(message));
        if (answer != null && answer.remaining() <= longestInPlace) {
            send(answer);
        } else if (answer != null) {
            later.clear().put(answer.duplicate()).flip();
            answerDue = true;
        }
    }
}
