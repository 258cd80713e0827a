// SPDX-License-Identifier: Apache-2.0

/** Channels that reach beyond one machine, over NATS with JetStream. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module io.shmooze.nats {
    requires transitive io.nats.jnats;
    requires transitive io.shmooze.core;
    requires static org.jspecify;

    exports io.shmooze.nats;
}
