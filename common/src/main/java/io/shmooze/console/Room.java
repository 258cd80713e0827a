// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Message;
import io.shmooze.MessageRefusedException;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Relays what one client sends to all others, with its name in front.
 *
 * <p>It waits for room in each lane, in the sender's callback: the room goes at the pace of its slowest member, and
 * nothing is lost. That cannot stand still for ever, because a client takes what arrives on another thread than the
 * one that sends.
 */
final class Room {
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Members members;
    private final Screen screen;
    private final Ending ending;

    Room(Members members, Screen screen, Ending ending) {
        this.members = members;
        this.screen = screen;
        this.ending = ending;
    }

    void relay(Session from, Message message) {
        ByteBuffer payload = null;
        for (Session to : members.reachable()) {
            if (to != from) {
                payload = payload == null ? prefixed(message) : payload;
                relay(message, payload, to);
            }
        }
    }

    private static ByteBuffer prefixed(Message message) {
        byte[] prefix = (Peers.label(message.peer()) + ": ").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(prefix.length + message.length()).put(prefix).put(message.buffer()).flip();
    }

    private void relay(Message message, ByteBuffer payload, Session to) {
        boolean done = false;
        while (!done) {
            done = send(message, payload, to);
        }
    }

    /** False if it is to be tried again. */
    private boolean send(Message message, ByteBuffer payload, Session to) {
        try {
            to.send(message.kind(), payload, PATIENCE);
        } catch (SessionTimeoutException e) {
            return false;
        } catch (SessionClosedException e) {
            members.lost(to);
        } catch (MessageRefusedException e) {
            ending.leaveOut();
            screen.announce("A message of " + Peers.label(message.peer()) + " was not relayed to "
                    + Peers.label(to.peer())
                    + ": " + Visible.inline(e.getMessage()));
        }
        return true;
    }
}
