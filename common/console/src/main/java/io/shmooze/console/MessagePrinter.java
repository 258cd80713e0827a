// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.ChannelKind;
import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.ShmoozeException;
import io.shmooze.session.MessageCopy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * Shows what arrives; in a room's server passes it on, too. A message that could not be shown is not acknowledged, and
 * the program ends.
 */
final class MessagePrinter implements MessageListener {
    private final Screen screen;
    private final Shutdown shutdown;
    private final Function<Session, String> sender;
    /** Null unless this process is one. */
    private final Room room;

    /**
     * For one program.
     *
     * @param sender names the sender to people
     * @param room of the server; null for none
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
        // A view of the segment would keep that mapped, after its client has left, until garbage is collected.
        Message message = MessageCopy.of(arrived);
        if (room != null) {
            hear(session, message);
        } else if (message.peer().serves() == ChannelKind.ROOM) {
            listen(session, message);
        } else {
            write(session, () -> screen.show(sender.apply(session), message.buffer()));
        }
    }

    /** As the room. */
    private void hear(Session session, Message message) {
        if (!room.obey(session, message)) {
            ByteBuffer text = RoomLines.toBeSaid(message);
            if (write(session, () -> screen.showMember(sender.apply(session), text))) {
                room.relay(session, message.kind(), text);
            }
        }
    }

    /** As a member. */
    private void listen(Session session, Message message) {
        RoomLines.Line line = RoomLines.parse(message.buffer());
        if (line == null) {
            write(session, () -> screen.showMember(sender.apply(session), message.buffer()));
        } else if (line.speaker() == null) {
            screen.announce(Printable.inline(RoomLines.text(line.text())));
        } else {
            write(session, () -> screen.showMember(Printable.inline(line.speaker()), line.text()));
        }
    }

    private boolean write(Session session, Writing writing) {
        try {
            writing.run();
            return true;
        } catch (IOException e) {
            shutdown.fail(new ShmoozeException("Cannot write what arrives: " + e.getMessage(), e));
            // What a callback that closes its session was given stays unacknowledged.
            session.close();
            return false;
        }
    }
}
