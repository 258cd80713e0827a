// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.room.Room;
import io.shmooze.room.RoomBuilder;
import io.shmooze.room.RoomListener;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The room of a server: of this machine alone, or its part of a room over NATS.
 *
 * @param room the part on this machine
 * @param everywhere whether members may be on other machines
 * @param unpublished how many lines the other machines do not have
 * @param leave leaves the other machines
 */
record ServerRoom(Room room, boolean everywhere, IntSupplier unpublished, Runnable leave) {
    /**
     * Opens the room that the user asked for.
     *
     * @param details takes a line for each event of the connection
     */
    static ServerRoom open(Invocation invocation, RoomListener listener, Consumer<String> details) {
        Integer asked = invocation.arguments().value(Flag.HISTORY, Conversions.count(0, RoomBuilder.MAX_HISTORY));
        int history = asked == null ? RoomBuilder.HISTORY : asked;
        if (invocation.settings().get(Setting.NATS) != null) {
            return NatsPrograms.room(invocation, listener, history, details);
        }
        RoomBuilder builder = Room.builder().listener(listener).history(history);
        String name = invocation.settings().get(Setting.NAME);
        Room room = (name == null ? builder : builder.name(name)).build();
        return new ServerRoom(room, false, () -> 0, () -> { });
    }
}
