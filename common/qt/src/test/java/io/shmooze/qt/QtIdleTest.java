// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.SessionClosedException;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A mailbox in which nothing happens: its thread sleeps in the system, and a watchdog looks once a second. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class QtIdleTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long WINDOW_MS = 1500;

    @RegisterExtension
    final TestKeys keys = new TestKeys();

    @ParameterizedTest
    @EnumSource(names = {"LEGACY_SYSTEM_V", "POSIX"})
    void shouldWakeUpOnceASecondOnly(QtIpc ipc) throws InterruptedException {
        QtPair pair = keys.pair(ipc);
        try (QtMailbox server = QtMailbox.builder(QtEnd.SERVER).keys(pair).open()) {
            assertIdle(List.of(server));
            try (QtMailbox client = QtMailbox.builder(QtEnd.CLIENT).keys(pair).open()) {
                client.send("one");
                assertThat(server.receive(LONG).text()).isEqualTo("one");
                assertIdle(List.of(server, client));
            }
        }
    }

    /** Each look is one sleep. More time than expected means more looks, and is measured. */
    private static void assertIdle(List<QtMailbox> ends) throws InterruptedException {
        long beganNs = System.nanoTime();
        List<Long> before = ends.stream().map(end -> end.statistics().sleeps()).toList();
        Thread.sleep(WINDOW_MS);
        for (int i = 0; i < ends.size(); i++) {
            long slept = ends.get(i).statistics().sleeps() - before.get(i);
            assertThat(slept).isLessThanOrEqualTo(2 + (System.nanoTime() - beganNs) / 1_000_000_000 * 2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LEGACY_SYSTEM_V", "POSIX"})
    void shouldEndTheWaitOfWhoeverReceivesWhenItCloses(QtIpc ipc) throws Exception {
        QtMailbox server = QtMailbox.builder(QtEnd.SERVER).keys(keys.pair(ipc)).open();
        Task<Void> receiver = Task.run(() -> server.receive(LONG));
        Patience.until(() -> receiver.thread().getState() == Thread.State.TIMED_WAITING);
        server.close();
        receiver.assertThrew(SessionClosedException.class);
    }
}
