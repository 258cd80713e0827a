// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import io.shmooze.testing.Tools;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A child that ends by itself is reported with its exit code and all that it has printed, whatever it is told then. */
@Timeout(300)
class ChildProcessSystemTest {
    private final TortureReport report = new TortureReport();

    @Test
    void shouldReportAChildThatRefusesToStart() throws Exception {
        try (TestBed testBed = TestBed.create(1024, report)) {
            ChildProcess first = new ChildProcess(testBed, true, 1, null, 1);
            ChildProcess second = null;
            try {
                assertThat(first.awaitReady()).isTrue();
                second = new ChildProcess(testBed, true, 2, null, 1);
                Patience.until(second::hasFailed);
                second.tell("bounce");
            } finally {
                ChildProcess.end(second == null ? List.of(first) : List.of(second, first));
            }
            assertThat(report.texts).singleElement().asString()
                    .startsWith("STUCK: server 2 has ended by itself, exit 1")
                    .contains("already", Long.toString(first.pid()), "Not told 'bounce'");
        }
    }

    @Test
    void shouldReportAChildThatEndsWithoutAnErrorBeforeItIsToldTo() throws Exception {
        try (TestBed testBed = TestBed.create(1024, report)) {
            ChildProcess server = new ChildProcess(testBed, true, 1, null, 1);
            try {
                assertThat(server.awaitReady()).isTrue();
                server.tell("quit");
                Patience.until(server::hasFailed);
            } finally {
                ChildProcess.end(List.of(server));
            }
            assertThat(report.texts).singleElement().asString()
                    .startsWith("STUCK: server 1 has ended by itself, exit 0");
        }
    }

    @Test
    void shouldReportTheChildOfASoakThatSomebodyElseEnds() throws Exception {
        Tools.requireSignal("TERM");
        Task<Void> soak = Task.run(() -> new Soak(report, new Random(1)).run(Duration.ofHours(1)));
        Patience.until(() -> clients().findAny().isPresent());
        Tools.run("kill", "-TERM", Long.toString(clients().findAny().orElseThrow().pid()));
        soak.result();
        assertThat(report.texts).singleElement().asString().startsWith("STUCK: client").contains(", exit 143");
        assertThat(clients()).isEmpty();
    }

    private static Stream<ProcessHandle> clients() {
        return ProcessHandle.current().children().filter(child -> child.info().commandLine().orElse("")
                .contains(TortureChild.class.getName() + " client "));
    }
}
