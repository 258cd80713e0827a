// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.CannotCreateException;
import io.shmooze.UnavailableException;
import io.shmooze.client.ClientBuilder;
import io.shmooze.client.NumberedMessages;
import io.shmooze.client.Partner;
import io.shmooze.client.Partners;
import io.shmooze.client.SessionRecorder;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Fault 20 of RELIABILITY.md's table. The files of a channel are removed and renamed under traffic, which goes on. */
@Timeout(180)
class RemovedFilesSystemTest {
    private static final int ROUNDS = 20;
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    final Programs programs = new Programs();
    private final NumberedMessages answers = new NumberedMessages();
    private final SessionRecorder recorder = new SessionRecorder();
    private final AtomicBoolean enough = new AtomicBoolean();
    private Program server;
    private ShmoozeClient client;

    @BeforeEach
    void attach() {
        server = Partners.ready(programs, "server", "echo");
        client = builder().onMessage(answers).sessionListener(recorder).connect();
    }

    private ClientBuilder builder() {
        return ShmoozeClient.builder(Partner.CHANNEL).directory(programs.directory()).connectTimeout(LONG);
    }

    @AfterEach
    void leave() {
        client.close();
    }

    @Test
    void shouldGoOnWhileTheSocketAndTheLockFileAreRenamed() throws Exception {
        Task<Integer> traffic = Task.call(this::send);
        Path socket = file(".sock");
        Path lock = file(".lock");
        Path aside = file(".aside");
        for (int i = 0; i < ROUNDS; i++) {
            Files.move(socket, aside);
            assertThatThrownBy(() -> builder().connectTimeout(Duration.ZERO).connect())
                    .isInstanceOf(UnavailableException.class).hasMessageContaining("Nobody serves");
            Files.move(aside, socket);
            Files.move(lock, aside);
            attachesAClient(server.pid());
            Files.move(aside, lock);
        }
        check(traffic);
        assertThat(programs.leftovers()).containsExactly("test.lock", "test.sock");
    }

    @Test
    void shouldAttachSoonerOrLaterWhileSegmentsAreRemoved() throws Exception {
        Task<Integer> traffic = Task.call(this::send);
        AtomicInteger removed = new AtomicInteger();
        Task<Void> remover = Task.run(() -> removeSegments(removed));
        int attached = 0;
        while (attached < ROUNDS || removed.get() == 0) {
            try {
                attachesAClient(server.pid());
                attached++;
            } catch (CannotCreateException e) {
                // The segment was removed before it was complete.
                assertThat(e).hasMessageContaining("Cannot create the segment");
            }
        }
        check(traffic);
        remover.result();
        Patience.until(() -> programs.leftovers().size() == 2);
    }

    private void removeSegments(AtomicInteger removed) throws IOException {
        while (!enough.get()) {
            try (var segments = Files.newDirectoryStream(programs.directory(), "*.segment")) {
                for (Path segment : segments) {
                    removed.addAndGet(Files.deleteIfExists(segment) ? 1 : 0);
                }
            }
        }
    }

    @Test
    void shouldLetASecondServerHaveAFreshEndpointWhenTheFirstOnesIsGone() throws Exception {
        Task<Integer> traffic = Task.call(this::send);
        Files.delete(file(".lock"));
        Files.delete(file(".sock"));
        try (ShmoozeServer second = ShmoozeServer.builder(Partner.CHANNEL).directory(programs.directory())
                .onMessage((session, message) -> session.send(message.text())).start()) {
            attachesAClient(ProcessHandle.current().pid());
            check(traffic);
            client.close();
            server.feed("close\n");
            server.awaitExit(0);
            assertThat(programs.leftovers()).as("the files of the second server").hasSize(2);
            attachesAClient(ProcessHandle.current().pid());
            assertThat(second.channel()).isEqualTo(Partner.CHANNEL);
        }
    }

    private Path file(String suffix) {
        return programs.directory().resolve(Partner.CHANNEL + suffix);
    }

    private void attachesAClient(long pid) {
        try (ShmoozeClient another = builder().connect()) {
            assertThat(another.peer().pid()).isEqualTo(pid);
            another.send("hello");
            assertThat(another.receive(LONG).text()).isEqualTo("hello");
        }
    }

    private int send() {
        int sent = 0;
        while (!enough.get()) {
            client.send(NumberedMessages.text(sent++));
        }
        return sent;
    }

    private void check(Task<Integer> traffic) throws Exception {
        enough.set(true);
        int sent = traffic.result();
        Patience.until(() -> answers.count() == sent);
        assertThat(recorder.detached()).isZero();
    }
}
