// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The memory of a session is given back in spite of views that were kept (on JDKs before 22), but not while the other
 * side still uses it.
 */
@Timeout(60)
class ViewAfterTheEndTest {
    private static final int LENGTH = 100_000;
    /** Far longer than it takes to discard the memory, and shorter than the side that wants to do it waits. */
    private static final long WATCHED_NS = TimeUnit.MILLISECONDS.toNanos(300);

    @RegisterExtension
    final Sessions sessions = new Sessions();

    @Test
    void shouldLeaveItsMessageToACallbackThatHasClosedTheSession() throws Exception {
        CompletableFuture<ByteBuffer> kept = new CompletableFuture<>();
        CountDownLatch detached = new CountDownLatch(1);
        sessions.start(sessions.server().onMessage((session, message) -> {
            kept.complete(message.buffer());
            session.send("x".repeat(LENGTH));
        }).onDetached((session, detachment) -> detached.countDown()));
        CompletableFuture<Integer> intact = new CompletableFuture<>();
        ShmoozeClient client = sessions.connect(sessions.client().reconnectTimeout(Duration.ZERO)
                .onMessage((session, message) -> {
                    session.close();
                    intact.complete(leastIntact(message.buffer(), detached));
                }));
        client.send("y".repeat(LENGTH));
        assertThat(intact.get()).isEqualTo(LENGTH);
        assertThat(kept.get().capacity()).isEqualTo(LENGTH);
    }

    /** Goes on reading when the server has left the session. */
    private static int leastIntact(ByteBuffer view, CountDownLatch detached) {
        Patience.until(() -> detached.getCount() == 0);
        long beganNs = System.nanoTime();
        int found;
        do {
            found = 0;
            for (int i = 0; i < view.limit(); i++) {
                found += view.get(i) == 'x' ? 1 : 0;
            }
        } while (found == LENGTH && System.nanoTime() - beganNs < WATCHED_NS);
        return found;
    }
}
