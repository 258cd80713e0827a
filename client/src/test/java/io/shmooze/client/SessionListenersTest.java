// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.frame.FramePublisher;
import io.shmooze.frame.FrameViewer;
import io.shmooze.testing.Patience;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A builder takes any number of session listeners. */
@Timeout(120)
class SessionListenersTest {
    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private final class Named implements SessionListener {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public void onAttached(Session session) {
            calls.add(name + " attached");
        }

        @Override
        public void onDetached(Session session, Detachment detachment) {
            calls.add(name + " detached");
        }
    }

    private void awaitCalls(String... expected) {
        Patience.await().untilAsserted(() -> assertThat(calls).containsExactly(expected));
    }

    @Test
    void shouldCallListenersInTheOrderOfAdding() {
        sessions.start(sessions.server().sessionListener(new Named("first")).sessionListener(new Named("second"))
                .onAttached(session -> calls.add("third attached"))
                .onDetached((session, detachment) -> calls.add("third detached")));
        sessions.connect(sessions.client()).close();
        awaitCalls("first attached", "second attached", "third attached",
                "first detached", "second detached", "third detached");
    }

    @Test
    void shouldCallAllListenersOfAClient() {
        var server = sessions.start(sessions.server());
        sessions.connect(sessions.client().reconnectTimeout(Duration.ZERO)
                .sessionListener(new Named("first")).sessionListener(new Named("second")));
        server.close();
        awaitCalls("first attached", "second attached", "first detached", "second detached");
    }

    @Test
    void shouldCallTheNextListenersAfterOneThatThrows() {
        sessions.start(sessions.server()
                .onAttached(session -> {
                    throw new IllegalStateException("attached");
                })
                .onDetached((session, detachment) -> {
                    throw new AssertionError("detached");
                })
                .onError((session, error) -> calls.add("first told of " + error.getMessage()))
                .onError((session, error) -> {
                    throw new IllegalStateException("onError");
                })
                .onError((session, error) -> calls.add("second told of " + error.getMessage()))
                .sessionListener(new Named("last")));
        sessions.connect(sessions.client()).close();
        awaitCalls("first told of attached", "second told of attached", "last attached",
                "first told of detached", "second told of detached", "last detached");
    }

    @Test
    void shouldCallEachListenerOfFramesOnceThoughTheBuilderIsUsedTwice() {
        var builder = sessions.server().sessionListener(new Named("publisher"));
        builder.publishFrames().close();
        try (FramePublisher publisher = builder.publishFrames()) {
            FrameViewer viewer = sessions.client().sessionListener(new Named("viewer")).viewFrames();
            publisher.awaitViewers(1, Sessions.LONG);
            Patience.until(() -> calls.size() == 2);
            viewer.close();
            Patience.until(() -> calls.size() == 4);
            assertThat(calls).containsExactlyInAnyOrder("publisher attached", "viewer attached", "publisher detached",
                    "viewer detached");
        }
    }

    @Test
    void shouldNotAddListenersToARunningServer() {
        var builder = sessions.server();
        sessions.start(builder);
        builder.sessionListener(new Named("late"));
        SessionRecorder recorder = new SessionRecorder();
        sessions.connect(sessions.client().sessionListener(recorder)).close();
        assertThat(recorder.awaitDetached(1).reason()).isEqualTo(DetachReason.CLOSED_HERE);
        assertThat(calls).isEmpty();
    }
}
