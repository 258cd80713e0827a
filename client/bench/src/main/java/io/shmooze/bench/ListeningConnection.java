// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.Answer;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Question;
import io.shmooze.QuestionListener;
import io.shmooze.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/** A session with a listener, which answers from its callback. */
final class ListeningConnection extends ShmoozeConnection implements MessageListener, QuestionListener {
    private final Semaphore done = new Semaphore(0);
    private volatile Handler handler;

    @Override
    public void handler(Handler newHandler) {
        handler = newHandler;
    }

    @Override
    public void await() throws InterruptedException {
        done.acquire();
    }

    @Override
    public void onMessage(Session from, Message message) {
        Handler current = handler;
        ByteBuffer answer = current.handle(read(message));
        if (answer != null) {
            from.send(MessageKind.BINARY, answer);
        }
        if (current.done()) {
            done.release();
        }
    }

    @Override
    public Answer onQuestion(Session from, Question question) {
        return Answer.of(handler.handle(read(question)));
    }
}
