// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.ChannelKind;
import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.ShmoozeException;
import io.shmooze.room.Room;
import io.shmooze.room.RoomLines;
import io.shmooze.session.MessageCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;

/**
 * Shows each message that arrives. In a room's server the room gets it. A message that
 * cannot be shown stays unacknowledged, and the program ends.
 */
final class MessagePrinter implements MessageListener {
    private final Screen screen;
    private final Shutdown shutdown;
    private final Function<Session, String> sender;
    /** Null if this process is not a room. */
    private final Room room;

    /**
     * For one program.
     *
     * @param sender gives the name of a session, harmless for a terminal
     * @param room null if this process is not a room
     */
    MessagePrinter(Screen screen, Shutdown shutdown, Function<Session, String> sender, Room room) {
        this.screen = screen;
        this.shutdown = shutdown;
        this.sender = sender;
        this.room = room;
    }

    /** Writes a message out. */
    private interface Writing {
        void run() throws IOException;
    }

    @Override
    public void onMessage(Session session, Message arrived) {
        // A view would keep the segment mapped after its client has left, until the next garbage collection.
        Message message = MessageCopy.of(arrived);
        if (room != null) {
            handleAsRoom(session, message);
        } else if (message.peer().serves() == ChannelKind.ROOM) {
            handleAsMember(session, message);
        } else {
            write(session, () -> screen.show(sender.apply(session), message.buffer()));
        }
    }

    private void handleAsRoom(Session session, Message message) {
        try {
            room.onMessage(session, message);
        } catch (UncheckedIOException e) {
            // The room's screen has failed, and with it the program.
            session.close();
        }
    }

    private void handleAsMember(Session session, Message message) {
        RoomLines.Line line = RoomLines.parse(message.buffer());
        if (line == null) {
            write(session, () -> screen.showMember(sender.apply(session), message.buffer()));
        } else if (line.speaker() == null) {
            screen.announce(Printable.inline(RoomLines.text(line.text())));
        } else {
            write(session, () -> screen.showMember(Printable.inline(line.speaker()), line.text()));
        }
    }

    private void write(Session session, Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            shutdown.fail(new ShmoozeException("Cannot write what arrives: " + e.getMessage(), e));
            // The message of a callback that closes its session stays unacknowledged.
            session.close();
        }
    }
}
