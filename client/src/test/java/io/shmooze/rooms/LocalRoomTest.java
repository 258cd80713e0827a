// SPDX-License-Identifier: Apache-2.0
package io.shmooze.rooms;

import java.util.List;

/** A room of one machine. */
class LocalRoomTest extends RoomConformance {
    @Override
    List<Machine> open() {
        Machine machine = Machine.alone("host");
        return List.of(machine, machine);
    }
}
