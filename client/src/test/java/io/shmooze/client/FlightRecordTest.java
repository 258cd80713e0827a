// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Message;
import io.shmooze.Session;
import io.shmooze.WaitStrategy;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What sessions write to the JDK's Flight Recorder, read back from its file. */
@Timeout(120)
class FlightRecordTest {
    private static final Duration SLOW = Duration.ofMillis(30);
    private static final long PID = ProcessHandle.current().pid();

    @RegisterExtension
    final Sessions sessions = new Sessions();

    /** In one recording, because it takes long to start. */
    @Test
    void shouldRecordWhatSessionsDo() throws Exception {
        List<RecordedEvent> events = record(this::lead);

        assertThat(of(events, "Attach", "server")).extracting(event -> event.getBoolean("again"))
                .as("the client's attachments").containsExactly(false, true);
        assertThat(of(events, "Attach", "client")).hasSize(2).allSatisfy(event -> {
            assertThat(event.getLong("peerPid")).isEqualTo(PID);
            assertThat(event.getBoolean("again")).isFalse();
        });
        assertThat(of(events, "SlowCallback", "server")).singleElement().satisfies(event -> {
            assertThat(event.getDuration()).isGreaterThanOrEqualTo(SLOW);
            assertThat(event.getString("kind")).isEqualTo("TEXT");
            assertThat(event.getInt("length")).isEqualTo("slow".length());
            assertThat(event.getThread().getJavaName()).startsWith("shmooze-test");
        });
        assertThat(of(events, "BlockedSend", "server")).singleElement().satisfies(event -> {
            assertThat(event.getDuration()).isGreaterThanOrEqualTo(SLOW);
            assertThat(event.getInt("length")).isEqualTo("blocked".length());
            assertThat(event.getBoolean("sent")).isTrue();
            assertThat(event.getStackTrace().getFrames()).as("who was blocked")
                    .anyMatch(frame -> frame.getMethod().getType().getName().equals(FlightRecordTest.class.getName()));
        });
        assertThat(of(events, "Detach", "server")).singleElement().satisfies(event -> {
            assertThat(event.getString("reason")).isEqualTo("CLOSED_BY_PEER");
            assertThat(event.getInt("unacknowledged")).isEqualTo(2);
            assertThat(event.getBoolean("over")).isFalse();
        });
        assertThat(of(events, "Detach", "client")).singleElement().satisfies(event -> {
            assertThat(event.getString("reason")).isEqualTo("CLOSED_HERE");
            assertThat(event.getInt("unacknowledged")).isZero();
            assertThat(event.getBoolean("over")).isTrue();
        });
        assertThat(of(events, "Redelivery", "server")).singleElement().satisfies(event -> {
            assertThat(event.getInt("messages")).isEqualTo(2);
            assertThat(event.getLong("bytes")).isEqualTo("first".length() + "second".length());
            assertThat(event.getInt("questions")).isZero();
        });
        assertThat(of(events, "Sleep", "client")).anyMatch(event -> event.getBoolean("own"))
                .anyMatch(event -> !event.getBoolean("own"));
        List<RecordedEvent> statistics = of(events, "Statistics", "client");
        assertThat(statistics.get(statistics.size() - 1)).satisfies(event -> {
            assertThat(event.getString("state")).isEqualTo("OPEN");
            assertThat(event.getLong("messagesReceived")).isEqualTo(2);
            assertThat(event.getLong("bytesReceived")).isEqualTo(11);
            assertThat(event.getLong("redeliveriesReceived")).isEqualTo(2);
        });
        assertThat(of(events, "Statistics", "server")).last().satisfies(event -> {
            assertThat(event.getLong("redeliveriesSent")).isEqualTo(2);
            assertThat(event.getLong("blockedSends")).isEqualTo(1);
            assertThat(event.getLong("unacknowledgedMessages")).isZero();
        });
    }

    private interface Actions {
        void run() throws Exception;
    }

    private List<RecordedEvent> record(Actions actions) throws Exception {
        Path file = sessions.file("recording.jfr");
        try (Recording recording = new Recording()) {
            for (String name : List.of("Attach", "Detach", "Redelivery", "Sleep")) {
                recording.enable("io.shmooze." + name).withoutThreshold();
            }
            recording.enable("io.shmooze.SlowCallback").withThreshold(SLOW);
            recording.enable("io.shmooze.BlockedSend").withThreshold(SLOW).withStackTrace();
            recording.enable("io.shmooze.Statistics").with("period", "endChunk");
            recording.start();
            actions.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    /** A client, named client, that loses its first server in good order. Both servers are named server. */
    private void lead() throws Exception {
        SessionRecorder atServer = new SessionRecorder();
        SessionRecorder atClient = new SessionRecorder();
        ShmoozeServer first = sessions.start(sessions.server().name("server").bulkSize(0).sessionListener(atServer)
                .waitStrategy(WaitStrategy.BLOCKING));
        ShmoozeClient client = sessions.connect(sessions.client().name("client").waitStrategy(WaitStrategy.BLOCKING)
                .sessionListener(atClient).onMessage((session, message) -> pass(SLOW)));
        Session session = sessions.accept(first);
        session.send("slow");
        session.flush(Sessions.LONG);
        block(client, session);
        client.send("first");
        client.send("second");
        first.close();
        atServer.awaitDetached(1);
        ShmoozeServer second = sessions.start(sessions.server().name("server"));
        Session next = sessions.accept(second);
        assertThat(next.receive(Sessions.LONG).text()).isEqualTo("first");
        assertThat(next.receive(Sessions.LONG)).extracting(Message::text, Message::redelivered)
                .containsExactly("second", true);
        client.flush(Sessions.LONG);
        atClient.awaitAttached(2);
    }

    /** Lets a send wait for room. */
    private static void block(ShmoozeClient client, Session session) throws Exception {
        int filling = 0;
        while (client.offer("filling")) {
            filling++;
        }
        Task<Object> sender = Task.call(() -> {
            client.send("blocked");
            return null;
        });
        Patience.until(() -> client.statistics().blockedSends() == 1);
        assertThat(client.statistics().unacknowledgedMessages()).isPositive();
        assertThat(client.statistics().unacknowledgedBytes()).isPositive();
        pass(SLOW);
        assertThat(session.poll((from, message) -> { }, filling)).isEqualTo(filling);
        sender.result();
        assertThat(session.receive(Sessions.LONG).text()).isEqualTo("blocked");
        client.flush(Sessions.LONG);
    }

    private static void pass(Duration time) {
        long beganNs = System.nanoTime();
        long leftNs = time.toNanos();
        while (leftNs > 0) {
            LockSupport.parkNanos(leftNs);
            leftNs = time.toNanos() - (System.nanoTime() - beganNs);
        }
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String name, String peer) {
        return events.stream().filter(event -> event.getEventType().getName().equals("io.shmooze." + name))
                .filter(event -> event.getString("channel").equals("test") && peer.equals(event.getString("peer")))
                .toList();
    }
}
