// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.client.ShmoozeClient;
import io.shmooze.nats.NatsRig;
import io.shmooze.nats.NatsRoom;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Programs;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example joins two machines, each a directory. */
@Timeout(120)
class RoomOfMachinesTest {
    @RegisterExtension
    final NatsRig nats = new NatsRig();

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldJoinTwoMachines() throws InterruptedException {
        Path here = programs.file("here");
        Path there = programs.file("there");
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (NatsRoom one = RoomOfMachines.enter(nats.url()); ShmoozeServer first = RoomOfMachines.serve(one, here);
                NatsRoom two = RoomOfMachines.enter(nats.url()); ShmoozeServer next = RoomOfMachines.serve(two, there);
                ShmoozeClient alice = ShmoozeClient.builder(first.channel()).directory(here).name("alice").connect();
                ShmoozeClient bob = ShmoozeClient.builder(next.channel()).directory(there)
                        .onMessage((session, message) -> heard.add(message.text())).connect()) {
            assertThat(bob.peer().pid()).isEqualTo(alice.peer().pid());
            assertThat(heard.poll(60, TimeUnit.SECONDS)).startsWith("* You are ");
            alice.send("hello");
            String line = heard.poll(60, TimeUnit.SECONDS);
            while (line != null && line.startsWith("* ")) {
                line = heard.poll(60, TimeUnit.SECONDS);
            }
            assertThat(line).isEqualTo("alice> hello");
        }
    }
}
