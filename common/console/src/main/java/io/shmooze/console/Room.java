// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageRefusedException;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionTimeoutException;
import io.shmooze.UsageException;
import io.shmooze.segment.CurrentProcess;
import io.shmooze.session.SessionDefaults;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * A room: relays the messages of each member to all others, gives the members their names, and announces who joins and
 * leaves. {@link RoomLines} defines the form of these messages.
 *
 * <p>It waits for space in each lane, in the sender's callback, so the slowest member sets the pace, and nothing is
 * lost. That cannot deadlock, because a client receives on another thread than the one that sends.
 */
final class Room {
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final AttachedSessions sessions;
    private final Screen screen;
    private final Shutdown shutdown;
    private final String own;
    private final RoomNames names;

    /**
     * For one server.
     *
     * @param name the server's name; null if it has none
     */
    Room(String name, AttachedSessions sessions, Screen screen, Shutdown shutdown) {
        this.sessions = sessions;
        this.screen = screen;
        this.shutdown = shutdown;
        this.own = name == null ? RoomNames.SERVER : Printable.inline(name);
        this.names = new RoomNames(own);
    }

    /** Sends each line to the destination as a message of the server itself. */
    Destination asServer(Destination destination) {
        return line -> destination.send(RoomLines.said(own, line));
    }

    /** Gives a new member its name, tells it who else is here, and announces it to the others. */
    void enter(Session session) {
        String wished = PeerText.label(session.peer());
        String name;
        List<Session> others;
        List<String> here;
        synchronized (this) {
            others = sessions.reachable();
            here = sessions.names();
            name = names.pick(wished, here);
            sessions.joined(session, name);
        }
        String reason = name.equals(wished) ? "" : names.isUsable(wished) ? ", because " + wished + " is taken"
                : ", because nobody can be called " + wished;
        tell(session, "You are " + name + reason + "; here: "
                + own + (here.isEmpty() ? "" : ", " + String.join(", ", here)));
        others.forEach(other -> tell(other, name + " joined"));
    }

    /** Announces to the other members that one is gone. */
    void left(String name, Detachment detachment) {
        sessions.reachable().forEach(other -> tell(other, name + " " + PeerText.gone(detachment)));
    }

    /** Carries out the request of a message; false if the message is not a request, and is to be relayed. */
    boolean execute(Session from, Message message) {
        String request = RoomLines.request(message);
        if (request == null) {
            return false;
        }
        if (request.equals(RoomLines.WHO)) {
            list(from);
        } else {
            rename(from, request.substring(RoomLines.NICK.length()));
        }
        return true;
    }

    private void list(Session to) {
        tell(to, own + " (pid " + CurrentProcess.pid() + "), whose room it is");
        sessions.reachable().forEach(each -> tell(to, sessions.describe(each) + (each == to ? ", you" : "")));
    }

    private void rename(Session session, String wished) {
        String refusal = refusal(wished);
        String old;
        String name = Printable.inline(wished);
        synchronized (this) {
            old = sessions.name(session);
            List<String> others = sessions.names().stream().filter(other -> !other.equals(old)).toList();
            if (refusal == null && names.isTaken(name, others)) {
                refusal = name + " is taken";
            }
            if (refusal == null) {
                sessions.joined(session, name);
            }
        }
        if (refusal != null) {
            tell(session, "You are still " + old + ": " + refusal);
            return;
        }
        screen.announce(old + " is now " + name);
        tell(session, "You are now " + name);
        sessions.reachable().stream().filter(other -> other != session)
                .forEach(other -> tell(other, old + " is now " + name));
    }

    /** Why the name cannot be given; null if it can. */
    private String refusal(String wished) {
        try {
            SessionDefaults.checkName(wished);
        } catch (UsageException e) {
            return Printable.inline(e.getMessage());
        }
        return names.isUsable(wished) ? null : "nobody can be called " + Printable.inline(wished);
    }

    /** Sends the message of a member to all others. */
    void relay(Session from, MessageKind kind, ByteBuffer text) {
        String name = sessions.name(from);
        ByteBuffer payload = null;
        for (Session to : sessions.reachable()) {
            if (to != from) {
                payload = payload == null ? RoomLines.said(name, text) : payload;
                relay(from, kind, payload, to);
            }
        }
    }

    private void relay(Session from, MessageKind kind, ByteBuffer payload, Session to) {
        try {
            send(to, kind, payload);
        } catch (MessageRefusedException e) {
            shutdown.leaveOut();
            String reason = "was not relayed to " + sessions.name(to) + ": " + Printable.inline(e.getMessage());
            screen.announce("A message of " + sessions.name(from) + " " + reason);
            tell(from, "Your message " + reason);
        }
    }

    private void tell(Session to, String text) {
        try {
            ByteBuffer notice = RoomLines.notice(text);
            // A member that reads slowly delays messages, but not the notices.
            if (!to.enqueue(MessageKind.TEXT, notice)) {
                send(to, MessageKind.TEXT, notice);
            }
        } catch (SessionClosedException e) {
            sessions.lost(to);
        } catch (MessageRefusedException e) {
            shutdown.leaveOut();
            screen.announce(sessions.name(to) + " was not told \"" + text + "\": " + Printable.inline(e.getMessage()));
        }
    }

    private void send(Session to, MessageKind kind, ByteBuffer payload) {
        boolean done = false;
        while (!done) {
            try {
                to.send(kind, payload, PATIENCE);
                done = true;
            } catch (SessionTimeoutException e) {
                // The member is alive, and no message may be lost.
                done = false;
            } catch (SessionClosedException e) {
                sessions.lost(to);
                done = true;
            }
        }
    }
}
