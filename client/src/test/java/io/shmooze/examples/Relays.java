// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import io.shmooze.client.ShmoozeClient;
import io.shmooze.nats.NatsOptions;
import io.shmooze.nats.NatsRelay;
import io.shmooze.server.ShmoozeServer;
import java.time.Duration;

/** A channel whose server and clients are on two machines. */
final class Relays {
    private Relays() {
    }

    static NatsRelay whereTheClientsAre(NatsOptions nats) {
        return NatsRelay.builder("quotes", nats)
                .serve(relay -> relay.applyTo(ShmoozeServer.builder("quotes")).start());
    }

    static NatsRelay whereTheServerIs(NatsOptions nats) {
        return NatsRelay.builder("quotes", nats)
                .attach(relay -> relay.applyTo(ShmoozeClient.builder("quotes")).reconnectTimeout(Duration.ZERO)
                        .connect());
    }
}
