// SPDX-License-Identifier: Apache-2.0
package io.shmooze.relay;

import io.shmooze.client.ClientBuilder;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.nats.NatsRig;
import io.shmooze.server.ServerBuilder;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two machines, which are two directories, with a relay each, and a server and clients of this process. */
final class RelayFixture {
    static final Duration LONG = Duration.ofSeconds(60);
    static final String CHANNEL = "quotes.eu";

    private final Programs programs;
    private final NatsRig nats;

    RelayFixture(Programs programs, NatsRig nats) {
        this.programs = programs;
        this.nats = nats;
    }

    Path nearDirectory() {
        return programs.file("near");
    }

    Path farDirectory() {
        return programs.file("far");
    }

    ProgramStart relay(String which, Path directory, String... options) {
        List<String> words = new ArrayList<>(List.of("relay", "--directory", directory.toString(),
                "--nats", nats.url()));
        words.addAll(List.of(options));
        words.add(CHANNEL);
        return programs.bare(which, words.toArray(new String[0]));
    }

    Program startFar(String... options) {
        return relay("client", farDirectory(), options).start();
    }

    Program startNear(String... options) {
        return relay("server", nearDirectory(), options).start();
    }

    ServerBuilder server() {
        return ShmoozeServer.builder(CHANNEL).directory(farDirectory());
    }

    ClientBuilder client() {
        return ShmoozeClient.builder(CHANNEL).directory(nearDirectory()).connectTimeout(LONG).reconnectTimeout(LONG);
    }
}
