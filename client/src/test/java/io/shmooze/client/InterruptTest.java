// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.InterruptedSessionException;
import io.shmooze.Message;
import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.file.FileExchange;
import io.shmooze.file.FileTransfer;
import io.shmooze.frame.FrameFormat;
import io.shmooze.frame.FramePublisher;
import io.shmooze.frame.FrameViewer;
import io.shmooze.picture.SharedPicture;
import io.shmooze.server.ServerBuilder;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Seed;
import io.shmooze.testing.Task;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Interrupts of threads that send and receive lose no message, double none and end no session. */
@Timeout(120)
class InterruptTest {
    private static final int MESSAGES = 2000;

    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final Random random = new Random(Seed.of(InterruptTest.class));

    @Test
    void shouldSendAndReceiveEachMessageOnceHoweverOftenInterrupted() throws Exception {
        // Both wait after every few messages.
        var server = sessions.start(sessions.server().bulkSize(0));
        ShmoozeClient client = sessions.connect(sessions.client());
        Session session = sessions.accept(server);

        Task<Integer> sender = Task.call(() -> send(client));
        Task<Integer> receiver = Task.call(() -> receive(session));
        while (!receiver.isDone()) {
            (random.nextBoolean() ? sender : receiver).thread().interrupt();
            LockSupport.parkNanos(random.nextInt(500_000));
        }
        int interrupted = sender.result() + receiver.result();
        assertThat(interrupted).as("times a wait was interrupted").isPositive();
        assertThat(client.state()).isEqualTo(SessionState.OPEN);
        assertThat(session.receive(Duration.ZERO)).isNull();
        client.flush(Sessions.LONG);
    }

    @Test
    void shouldKeepTheInterruptStatusAndTheSession() throws Exception {
        var server = sessions.start(sessions.server());
        ShmoozeClient client = sessions.connect(sessions.client());
        Session session = sessions.accept(server);
        Task<Boolean> receiver = Task.call(() -> {
            Thread.currentThread().interrupt();
            try {
                session.receive(Sessions.LONG);
                return false;
            } catch (InterruptedSessionException e) {
                return Thread.interrupted();
            }
        });
        assertThat(receiver.result()).isTrue();
        Task.run(() -> {
            Thread.currentThread().interrupt();
            client.send("there is room, so the thread does not wait");
        }).result();
        assertThat(session.receive(Sessions.LONG).text()).isEqualTo("there is room, so the thread does not wait");
    }

    /** A call that may wait, or opens files. */
    private record WaitingCall(String name, Task.Body body) {
    }

    @Test
    void shouldThrowTheSameExceptionFromEveryInterruptedCall() throws Exception {
        var server = sessions.start(sessions.server());
        ShmoozeClient client = sessions.connect(sessions.client());
        final Session session = sessions.accept(server);
        while (client.offer("until the lane is full")) {
            assertThat(client.state()).isEqualTo(SessionState.OPEN);
        }
        FramePublisher publisher = builder("frames").publishFrames();
        FrameViewer viewer = client("frames").viewFrames();
        SharedPicture picture = SharedPicture.open(client("frames")::viewFrames);
        FileTransfer file = new FileExchange(new RefusingFileListener())
                .send(client, Files.writeString(sessions.file("f"), "f"));
        List<WaitingCall> calls = List.of(
                new WaitingCall("start", () -> builder("a").start().close()),
                new WaitingCall("publishFrames", () -> builder("b").publishFrames().close()),
                new WaitingCall("share", () -> SharedPicture.share(builder("c")::publishFrames).close()),
                new WaitingCall("connect", () -> client("test").connect().close()),
                new WaitingCall("connect without a server", () -> client("nobody").connect()),
                new WaitingCall("viewFrames", () -> client("frames").viewFrames().close()),
                new WaitingCall("open", () -> SharedPicture.open(client("frames")::viewFrames).close()),
                new WaitingCall("join a server", server::join),
                new WaitingCall("accept", () -> server.accept(Sessions.LONG)),
                new WaitingCall("join", client::join),
                new WaitingCall("flush", () -> client.flush(Sessions.LONG)),
                new WaitingCall("send", () -> client.send("no room")),
                new WaitingCall("send in time", () -> client.send("no room", Sessions.LONG)),
                new WaitingCall("receive", () -> client.receive(Sessions.LONG)),
                new WaitingCall("receive many", () -> client.receive((from, message) -> { }, 1, Sessions.LONG)),
                new WaitingCall("await viewers", () -> publisher.awaitViewers(9, Sessions.LONG)),
                new WaitingCall("begin a frame", () -> publisher.begin(new FrameFormat(10, 10, 8))),
                new WaitingCall("await a frame", () -> viewer.await(Sessions.LONG)),
                new WaitingCall("await a picture", () -> picture.awaitChange(Sessions.LONG)),
                new WaitingCall("await a file", () -> file.await(Sessions.LONG)));
        for (WaitingCall call : calls) {
            assertThat(interrupted(call)).as(call.name).isEqualTo("interrupted, and still so");
        }
        publisher.begin(new FrameFormat(10, 10, 8));
        publisher.publish();
        assertThat(viewer.await(Sessions.LONG)).isTrue();
        assertThat(viewer.take().number()).isEqualTo(1);
        builder("a").start().close();
        assertThat(session.state()).isEqualTo(SessionState.OPEN);
        viewer.close();
        picture.close();
        publisher.close();
    }

    private ServerBuilder builder(String channel) {
        return ShmoozeServer.builder(channel).directory(sessions.directory());
    }

    private ClientBuilder client(String channel) {
        return ShmoozeClient.builder(channel).directory(sessions.directory()).connectTimeout(Sessions.LONG);
    }

    private static String interrupted(WaitingCall call) throws Exception {
        return Task.call(() -> {
            Thread.currentThread().interrupt();
            try {
                call.body.run();
                return "returned";
            } catch (InterruptedSessionException e) {
                return "interrupted, " + (Thread.interrupted() ? "and still so" : "and no more");
            } catch (RuntimeException e) {
                return e.toString();
            }
        }).result();
    }

    @Test
    void shouldLetACallbackBeInterruptedWithoutHarm() {
        Inbox inbox = new Inbox();
        SessionRecorder recorder = new SessionRecorder();
        sessions.start(sessions.server().sessionListener(recorder).onMessage((session, message) -> {
            inbox.onMessage(session, message);
            Thread.currentThread().interrupt();
            session.send("answer");
        }));
        ShmoozeClient client = sessions.connect(sessions.client());
        for (int i = 0; i < 100; i++) {
            client.send("message");
            assertThat(client.receive(Sessions.LONG).text()).isEqualTo("answer");
        }
        assertThat(inbox.items()).hasSize(100);
        assertThat(recorder.errors()).isEmpty();
    }

    /** Some messages are longer than the lane. */
    private static String text(int number) {
        return number + ":" + "x".repeat(number % 10 == 0 ? 700 : number % 100);
    }

    private static int send(Session session) {
        int interrupted = 0;
        for (int i = 0; i < MESSAGES; ) {
            try {
                session.send(text(i));
                i++;
            } catch (InterruptedSessionException e) {
                interrupted++;
                Thread.interrupted();
            }
        }
        return interrupted;
    }

    private static int receive(Session session) {
        int interrupted = 0;
        for (int i = 0; i < MESSAGES; ) {
            try {
                Message message = session.receive(Sessions.LONG);
                assertThat(message.text()).isEqualTo(text(i));
                assertThat(message.redelivered()).isFalse();
                i++;
            } catch (InterruptedSessionException e) {
                interrupted++;
                Thread.interrupted();
            }
        }
        return interrupted;
    }
}
