// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.ShmoozeException;
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Shows what arrives, and passes it on. A message that could not be shown is not acknowledged, and the program ends.
 */
final class Reception implements MessageListener {
    private final Screen screen;
    private final Ending ending;
    private final Function<Session, String> sender;
    private final BiConsumer<Session, Message> next;

    /**
     * For one program.
     *
     * @param sender names the sender to people
     * @param next what else is to be done before a message counts as handled
     */
    Reception(Screen screen, Ending ending, Function<Session, String> sender, BiConsumer<Session, Message> next) {
        this.screen = screen;
        this.ending = ending;
        this.sender = sender;
        this.next = next;
    }

    @Override
    public void onMessage(Session session, Message message) {
        try {
            screen.show(sender.apply(session), message.buffer());
        } catch (IOException e) {
            ending.fail(new ShmoozeException("Cannot write what arrives: " + e.getMessage(), e));
            // What a callback that closes its session was given stays unacknowledged.
            session.close();
            return;
        }
        next.accept(session, message);
    }
}
