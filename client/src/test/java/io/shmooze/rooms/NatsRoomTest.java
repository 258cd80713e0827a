// SPDX-License-Identifier: Apache-2.0
package io.shmooze.rooms;

import io.shmooze.nats.NatsRig;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A room of two machines. */
class NatsRoomTest extends RoomConformance {
    @RegisterExtension
    final NatsRig nats = new NatsRig();

    @Override
    List<Machine> open() {
        Machine here = Machine.joined(nats.url(), "a", room -> room.name("host"));
        Machine there = Machine.joined(nats.url(), "b", room -> room.name("host"));
        return List.of(here, there);
    }
}
