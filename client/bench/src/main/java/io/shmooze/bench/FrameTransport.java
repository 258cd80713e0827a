// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.WaitStrategy;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.frame.FramePublisher;
import io.shmooze.frame.FrameViewer;
import io.shmooze.server.ShmoozeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Frames instead of messages: each end publishes its own and views the other's. A viewer may miss frames, so the asking
 * end publishes a frame only after the last one was seen. The variants are the wait strategies.
 */
public final class FrameTransport implements Transport {
    private static final String QUESTIONS = "questions";
    private static final String ANSWERS = "answers";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final WaitStrategy strategy;

    /**
     * Creates one end.
     *
     * @param variant one of those above
     */
    public FrameTransport(String variant) {
        strategy = WaitStrategy.valueOf(variant.toUpperCase(Locale.ROOT));
    }

    @Override
    public void serve(Path directory, Handler handler, Runnable ready) {
        try (FramePublisher answers = publish(directory, ANSWERS)) {
            ready.run();
            try (FrameViewer questions = view(directory, QUESTIONS)) {
                new FrameConnection(answers, questions).answer(handler);
            }
        }
    }

    @Override
    public Connection connect(Path directory) {
        FramePublisher questions = publish(directory, QUESTIONS);
        FrameViewer answers = view(directory, ANSWERS);
        questions.awaitViewers(1, LONG);
        return new FrameConnection(questions, answers);
    }

    private FramePublisher publish(Path directory, String channel) {
        return ShmoozeServer.builder(channel).directory(directory).waitStrategy(strategy).publishFrames();
    }

    private FrameViewer view(Path directory, String channel) {
        return ShmoozeClient.builder(channel).directory(directory).waitStrategy(strategy).connectTimeout(LONG)
                .reconnectTimeout(Duration.ZERO).viewFrames();
    }
}
