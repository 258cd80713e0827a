// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Session;
import io.shmooze.UnresponsiveException;
import io.shmooze.client.ChildJvms;
import io.shmooze.client.NumberedMessages;
import io.shmooze.client.Partner;
import io.shmooze.client.SessionRecorder;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 12 of RELIABILITY.md's table. A peer that collects garbage for longer than the response timeout is unresponsive
 * at most, and never dead. {@code -Dshmooze.heap.mb} sets how much it has to go through.
 */
@Timeout(300)
class LongCollectionSystemTest {
    private static final int HEAP = Integer.getInteger("shmooze.heap.mb", 128);
    private static final int COLLECTIONS = 3;
    private static final Duration IMPATIENCE = Duration.ofMillis(5);

    @RegisterExtension
    final Programs programs = new Programs();
    private final SessionRecorder recorder = new SessionRecorder();
    private final NumberedMessages answers = new NumberedMessages();
    private int unresponsive;

    @Test
    void shouldNotTakeAServerThatCollectsGarbageForDead() {
        Program server = start("server");
        try (ShmoozeClient client = ShmoozeClient.builder(Partner.CHANNEL).directory(programs.directory())
                .responseTimeout(IMPATIENCE).sessionListener(recorder).onMessage(answers).connect()) {
            check(client, server);
        }
    }

    @Test
    void shouldNotTakeAClientThatCollectsGarbageForDead() {
        try (ShmoozeServer server = ShmoozeServer.builder(Partner.CHANNEL).directory(programs.directory())
                .responseTimeout(IMPATIENCE).sessionListener(recorder).onMessage(answers).start()) {
            Program client = start("client");
            check(recorder.awaitAttached(1), client);
            assertThat(server.sessions()).hasSize(1);
        }
    }

    private Program start(String role) {
        List<String> options = List.of("-Xms" + 3 * HEAP + "m", "-Xmx" + 3 * HEAP + "m");
        Program child = ChildJvms.prepare(programs, options, GarbageCollectingPeer.class,
                programs.directory().toString(), role, String.valueOf(HEAP)).start();
        child.awaitOutput("ready");
        return child;
    }

    private void check(Session session, Program child) {
        int sent = 0;
        for (int i = 1; i <= COLLECTIONS; i++) {
            child.feed("collect\n");
            while (child.output().lines().count() <= i) {
                send(session, NumberedMessages.text(sent++));
            }
        }
        int all = sent;
        Patience.until(() -> answers.count() == all);
        assertThat(unresponsive).as("times that the peer was unresponsive").isPositive();
        assertThat(recorder.detached()).isZero();
        assertThat(child.isAlive()).isTrue();
    }

    /** Sends a refused message again. */
    private void send(Session session, String text) {
        while (true) {
            try {
                session.send(text);
                return;
            } catch (UnresponsiveException e) {
                unresponsive++;
            }
        }
    }
}
