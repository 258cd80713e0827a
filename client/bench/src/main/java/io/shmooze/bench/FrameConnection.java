// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.SessionClosedException;
import io.shmooze.frame.Frame;
import io.shmooze.frame.FrameFormat;
import io.shmooze.frame.FramePublisher;
import io.shmooze.frame.FrameViewer;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Messages as frames of one row. The other end answers each by a frame: the answer, or a single byte that says it was
 * seen. While the other end looks at a frame, the next one is written, but published only after the last one was seen.
 */
final class FrameConnection implements Connection {
    private static final Duration LONG = Duration.ofDays(1);
    private static final FrameFormat SEEN = row(1);

    private final FramePublisher publisher;
    private final FrameViewer viewer;
    private Handler handler;
    private Frame answer;
    private boolean unseen;

    FrameConnection(FramePublisher publisher, FrameViewer viewer) {
        this.publisher = publisher;
        this.viewer = viewer;
    }

    private static FrameFormat row(int length) {
        return new FrameFormat(length, 1, Byte.SIZE);
    }

    /** The serving end's part, until the asking end has left. */
    void answer(Handler responder) {
        try {
            while (true) {
                ByteBuffer found = responder.handle(next().pixels());
                if (found == null) {
                    publisher.begin(SEEN);
                } else {
                    write(found);
                }
                publisher.publish();
            }
        } catch (SessionClosedException e) {
            // The asking end has left; it was the last one.
            viewer.close();
        }
    }

    private Frame next() {
        Frame frame = null;
        while (frame == null) {
            frame = viewer.await(LONG) ? viewer.take() : null;
        }
        return frame;
    }

    private void write(ByteBuffer message) {
        publisher.begin(row(message.remaining())).put(message.duplicate());
    }

    @Override
    public void handler(Handler newHandler) {
        handler = newHandler;
    }

    @Override
    public void send(ByteBuffer message) {
        write(message);
        awaitAnswer();
        publisher.publish();
        unseen = true;
    }

    private void awaitAnswer() {
        if (unseen) {
            answer = next();
            unseen = false;
        }
    }

    @Override
    public void await() {
        do {
            awaitAnswer();
            ByteBuffer question = handler.handle(answer.pixels());
            if (question != null) {
                send(question);
            }
        } while (!handler.done());
    }

    @Override
    public void close() {
        viewer.close();
        publisher.close();
    }
}
