// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Task;
import io.shmooze.wait.SessionThread;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a process under way nobody learns that a rehearsal fails, so this does. */
@Timeout(60)
class RehearsalTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldPassItsMessageAndEnd(boolean polled) throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        Task.run(() -> {
            Rehearsal.run(polled);
            ended.set(true);
        }, body -> new SessionThread(body, "rehearsal")).result();
        assertThat(ended).isTrue();
    }

    @Test
    void shouldKeepItsFailureToItself() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        Task.run(() -> {
            Rehearsal.tryToRun(true, () -> {
                throw new OutOfMemoryError("test");
            });
            ended.set(true);
        }, body -> new SessionThread(body, "rehearsal")).result();
        assertThat(ended).isTrue();
    }
}
