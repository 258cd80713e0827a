// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.ChannelKind;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.room.RoomLines;
import java.nio.ByteBuffer;

/** Sends each line to the client's server. A room says every line, also one that looks like a request. */
final class ClientSender implements Destination {
    private final Session session;
    private final Screen screen;

    ClientSender(Session session, Screen screen) {
        this.session = session;
        this.screen = screen;
    }

    @Override
    public void send(ByteBuffer line) {
        boolean inRoom = session.peer().serves() == ChannelKind.ROOM;
        PatientSender.send(session, MessageKind.TEXT, inRoom ? RoomLines.escaped(line) : line, screen);
    }
}
