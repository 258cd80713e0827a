// SPDX-License-Identifier: Apache-2.0
package io.shmooze.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Message;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.nats.NatsRig;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams of numbers in both directions, while a part of the way fails. Nothing is lost; doubtful ones are marked. */
@Timeout(240)
@SuppressWarnings("try") // a server that is only closed
class RelayFaultSystemTest {
    private static final int MORE = 500;

    @RegisterExtension
    final NatsRig nats = new NatsRig();
    @RegisterExtension
    final Programs programs = new Programs();

    private RelayFixture relay;
    private Program near;
    private Program far;
    private volatile boolean enough;
    private final AtomicInteger up = new AtomicInteger();
    private final AtomicInteger down = new AtomicInteger();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Queue<Session> attached = new ConcurrentLinkedQueue<>();
    /** What the server could not send. */
    private final Queue<ByteBuffer> again =
            new PriorityBlockingQueue<>(11, Comparator.comparingInt(message -> message.getInt(0)));

    /** What fails. */
    enum Fault {
        NEAR_KILLED,
        FAR_KILLED,
        BOTH_KILLED,
        NATS_KILLED,
        NATS_STOPPED,
        NEAR_STOPPED,
        FAR_STOPPED
    }

    @BeforeEach
    void prepare() {
        relay = new RelayFixture(programs, nats);
        far = relay.startFar();
        near = relay.startNear();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoseNothing(Fault fault) throws Exception {
        try (ShmoozeServer server = relay.server().onAttached(attached::add).onMessage(this::atServer)
                .onDetached((session, detachment) -> detachment.unacknowledged().forEach(
                        message -> again.add(number(message.buffer().getInt(0))))).start();
                ShmoozeClient client = relay.client().onMessage(this::atClient).connect()) {
            Task<Void> upwards = Task.run(() -> sendUp(client));
            Task<Void> downwards = Task.run(this::sendDown);
            awaitMore();
            strike(fault, 1);
            awaitMore();
            strike(fault, 2);
            awaitMore();
            enough = true;
            upwards.result();
            client.flush(RelayFixture.LONG);
            downwards.result();
        }
        assertThat(faults).isEmpty();
    }

    private void awaitMore() {
        int upNow = up.get();
        int downNow = down.get();
        Patience.await().untilAsserted(() -> {
            assertThat(up.get()).as(faults::toString).isGreaterThan(upNow + MORE);
            assertThat(down.get()).as(faults::toString).isGreaterThan(downNow + MORE);
        });
    }

    private void strike(Fault fault, int time) {
        switch (fault) {
            case NEAR_KILLED -> {
                near.kill();
                near = relay.startNear();
            }
            case FAR_KILLED -> {
                far.kill();
                far = relay.startFar();
            }
            case BOTH_KILLED -> {
                far.kill();
                near.kill();
                near = relay.startNear();
                far = relay.startFar();
            }
            case NATS_KILLED -> {
                nats.kill();
                awaitErrors(near, "NATS does not store messages", time);
                nats.start();
            }
            case NATS_STOPPED -> {
                nats.signal("STOP");
                awaitErrors(near, "NATS does not store messages", time);
                nats.signal("CONT");
            }
            case NEAR_STOPPED -> {
                near.signal("STOP");
                awaitErrors(far, "a relay at clients does not answer", time);
                if (time == 1) {
                    near.signal("CONT");
                } else {
                    // It has no connection when it finds out that it stood still.
                    nats.kill();
                    near.signal("CONT");
                    awaitErrors(near, "the clients attach again", time);
                    nats.start();
                }
            }
            case FAR_STOPPED -> {
                far.signal("STOP");
                awaitErrors(near, "the relay at the server does not answer", time);
                far.signal("CONT");
            }
            default -> throw new IllegalArgumentException(fault.name());
        }
    }

    private static void awaitErrors(Program program, String line, int times) {
        Patience.until(() -> program.errors().lines().filter(each -> each.contains(line)).count() >= times);
    }

    private static ByteBuffer number(int value) {
        return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value);
    }

    private void sendUp(ShmoozeClient client) {
        for (int next = 1; !enough; next++) {
            client.send(number(next));
        }
    }

    /** The server repeats by itself what was not acknowledged. */
    private void sendDown() throws InterruptedException {
        int next = 1;
        Session session = null;
        while (!enough) {
            session = awaitSession(session);
            try {
                ByteBuffer waiting = again.peek();
                session.send(waiting == null ? number(next) : waiting);
                if (waiting == null) {
                    next++;
                } else {
                    again.remove();
                }
            } catch (SessionClosedException e) {
                // What it had sent is reported to the listener before the next session is of use.
                Session gone = session;
                Patience.until(() -> gone.join(Duration.ZERO));
                attached.remove(session);
            }
        }
    }

    private Session awaitSession(Session before) {
        Patience.until(() -> enough || !attached.isEmpty());
        return attached.isEmpty() ? before : attached.peek();
    }

    private void atServer(Session session, Message message) {
        check(up, message, message.redelivered());
    }

    private void atClient(Session session, Message message) {
        check(down, message, true);
    }

    private void check(AtomicInteger seen, Message message, boolean mayRepeat) {
        int value = message.buffer().getInt(0);
        synchronized (faults) {
            if (value == seen.get() + 1) {
                seen.set(value);
            } else if (value > seen.get()) {
                faults.add((seen == up ? "up " : "down ") + value + " after " + seen);
            } else if (!mayRepeat) {
                faults.add((seen == up ? "up " : "down ") + value + " again, unmarked, after " + seen);
            }
        }
    }
}
