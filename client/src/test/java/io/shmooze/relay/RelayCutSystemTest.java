// SPDX-License-Identifier: Apache-2.0
package io.shmooze.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.client.ShmoozeClient;
import io.shmooze.nats.NatsRig;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The network between a relay and NATS is cut for a while: two network namespaces, joined by a pair of interfaces. */
@Timeout(240)
@SuppressWarnings("try") // a server that is only closed
class RelayCutSystemTest {
    private static final int SECONDS = 10;

    @RegisterExtension
    final NatsRig nats = new NatsRig();
    @RegisterExtension
    final Programs programs = new Programs();

    private final long number = ProcessHandle.current().pid();
    private final String space = "shm" + number;
    private final String here = "shma" + number;
    private final String there = "shmb" + number;
    private final String network = "10." + (200 + number % 50) + "." + number / 50 % 250 + ".";
    private boolean made;

    @BeforeEach
    void join() throws IOException, InterruptedException {
        Tools.require("ip", "Without it no test cuts a network");
        made = new ProcessBuilder("ip", "netns", "add", space).start().waitFor() == 0;
        if (!made) {
            System.err.println("SKIPPED, because this process may not make a network namespace: a cut of the network");
        }
        assumeTrue(made, "No network namespace");
        Tools.run("ip", "link", "add", here, "type", "veth", "peer", "name", there, "netns", space);
        Tools.run("ip", "addr", "add", network + "1/30", "dev", here);
        Tools.run("ip", "link", "set", here, "up");
        Tools.run("ip", "-n", space, "addr", "add", network + "2/30", "dev", there);
        Tools.run("ip", "-n", space, "link", "set", there, "up");
        nats.kill();
        nats.moveTo(network + "1");
        nats.start();
    }

    @AfterEach
    void remove() {
        if (made) {
            Tools.run("ip", "link", "del", here);
            Tools.run("ip", "netns", "del", space);
        }
    }

    @Test
    void shouldGoOnAfterACut() throws Exception {
        RelayFixture relay = new RelayFixture(programs, nats);
        AtomicInteger received = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        Queue<String> faults = new ConcurrentLinkedQueue<>();
        Program far = relay.relay("client", relay.farDirectory(), "--verbose").by("ip", "netns", "exec", space).start();
        relay.startNear();
        try (ShmoozeServer server = relay.server().onMessage((session, message) -> {
            if (!message.text().equals(Integer.toString(received.incrementAndGet())) || message.redelivered()) {
                faults.add(message.text() + " as number " + received);
            }
            session.send(message.text());
        }).onDetached((session, detachment) -> faults.add("detached " + detachment.reason())).start();
                ShmoozeClient client = relay.client().onMessage((session, message) -> {
                    if (!message.text().equals(Integer.toString(answered.incrementAndGet()))) {
                        faults.add("answer " + message.text() + " as number " + answered);
                    }
                }).onDetached((session, detachment) -> { }).connect()) {
            int sent = 0;
            while (answered.get() < 100) {
                client.send(Integer.toString(++sent));
            }
            Tools.run("ip", "link", "set", here, "down");
            long upNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (System.nanoTime() < upNs) {
                if (client.offer(Integer.toString(sent + 1))) {
                    sent++;
                } else {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            }
            far.awaitErrors("NATS connection disconnected");
            Tools.run("ip", "link", "set", here, "up");
            int all = sent;
            Patience.until(() -> answered.get() == all);
            client.flush(RelayFixture.LONG);
            assertThat(received).hasValue(all);
            assertThat(faults).isEmpty();
        }
    }
}
