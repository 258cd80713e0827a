// SPDX-License-Identifier: Apache-2.0
package io.shmooze.room;

import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.MessageRefusedException;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionListener;
import io.shmooze.UsageException;
import io.shmooze.segment.CurrentProcess;
import io.shmooze.session.SessionDefaults;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A room: passes on the lines of each member to all others, in one order for all, gives the members their names, and
 * announces who joins and leaves. A new member first gets the last lines. {@link RoomLines} defines the form of these
 * messages. Make a server a room with {@code builder.room().onMessage(room).sessionListener(room)}.
 *
 * <p><b>Threads.</b> All methods may be called from any thread.
 *
 * <p><b>A slow member.</b> The room waits for space in each member's lane, so the slowest member sets the pace, and
 * nobody misses a line. That cannot deadlock if members receive on another thread than the one that sends. With {@link
 * RoomBuilder#patience}, the room goes on instead, and tells the member how many lines were left out for it.
 *
 * <p><b>If a member dies,</b> the others are told, and its name is free again.
 */
public final class Room implements MessageListener, SessionListener {
    private final RoomListener listener;
    private final Duration patience;
    private final String host;
    /** Null for a room on this machine alone. */
    private final RoomTransport transport;
    /** Held while one line goes to all members, so that all get the lines in one order. */
    private final ReentrantLock order = new ReentrantLock(true);
    /** Guarded by this. */
    private final Map<Session, Member> members = new LinkedHashMap<>();
    /** Guarded by this. */
    private final RoomHistory history;
    /** Guarded by this. */
    private RoomNames names;
    private volatile String own;

    Room(RoomBuilder builder, RoomTransport transport, String host) {
        this.listener = builder.listener();
        this.patience = builder.patience();
        this.history = new RoomHistory(builder.history());
        this.transport = transport;
        this.host = host;
        this.own = builder.name();
        this.names = new RoomNames(own);
    }

    /**
     * Begins a new room.
     *
     * @return with the defaults
     */
    public static RoomBuilder builder() {
        return new RoomBuilder();
    }

    /**
     * What the server itself is called.
     *
     * @return changes only if rooms on several machines have the same name
     */
    public String name() {
        return own;
    }

    /**
     * The members on this machine.
     *
     * @return their sessions and names, in the order in which they joined
     */
    public synchronized Map<Session, String> members() {
        Map<Session, String> named = new LinkedHashMap<>();
        members.values().forEach(member -> named.put(member.session(), member.name()));
        return named;
    }

    /**
     * Says something as the server itself, to all members.
     *
     * @param text position and limit stay
     * @throws MessageRefusedException if it is too long for the other machines
     */
    public void say(ByteBuffer text) {
        pass(new RoomLine(null, true, own, MessageKind.TEXT, text));
    }

    /** Gives a new member its name, tells it who else is here and what was said, and announces it to the others. */
    @Override
    public void onAttached(Session session) {
        String wished = session.peer().name();
        Member member = new Member(session, patience);
        List<Member> others;
        // What is said from now on has to come after what was said before.
        member.lines().lock();
        try {
            List<RoomHistory.Said> earlier;
            String greeting;
            synchronized (this) {
                others = List.copyOf(members.values());
                member.name(names.pick(wished, here(null), elsewhere(), host));
                greeting = greeting(member.name(), wished);
                earlier = history.lines();
                members.put(session, member);
            }
            listener.onNamed(session, member.name());
            tell(member, greeting);
            member.remind(earlier);
        } finally {
            member.lines().unlock();
        }
        changed();
        others.forEach(other -> tell(other, member.name() + " joined"));
    }

    private String greeting(String name, String wished) {
        String reason = name.equals(wished) ? "" : names.isUsable(wished) ? ", because " + wished + " is taken"
                : ", because nobody can be called " + wished;
        List<String> present = new ArrayList<>(List.of(own));
        present.addAll(here(null));
        present.addAll(elsewhere());
        return "You are " + name + reason + "; here: " + String.join(", ", present);
    }

    /** Announces to the other members that one is gone. */
    @Override
    public void onDetached(Session session, Detachment detachment) {
        Member gone;
        List<Member> others;
        synchronized (this) {
            gone = members.remove(session);
            others = List.copyOf(members.values());
        }
        if (gone == null) {
            return;
        }
        String how = PeerDescription.gone(detachment);
        if (transport != null) {
            transport.left(session, how);
        }
        others.forEach(other -> tell(other, gone.name() + " " + how));
    }

    /** Carries out a member's request, or passes its message on. */
    @Override
    public void onMessage(Session session, Message message) {
        String request = RoomLines.request(message);
        if (request == null) {
            pass(new RoomLine(session, false, name(session), message.kind(), RoomLines.unescaped(message)));
        } else if (request.equals(RoomLines.WHO)) {
            list(session);
        } else {
            rename(session, request.substring(RoomLines.NICK.length()));
        }
    }

    private synchronized String name(Session session) {
        Member member = members.get(session);
        return member == null ? session.peer().name() : member.name();
    }

    private void list(Session asking) {
        Member to;
        List<String> descriptions = new ArrayList<>();
        synchronized (this) {
            to = members.get(asking);
            for (Member each : members.values()) {
                descriptions.add(PeerDescription.describe(each.name(), each.session().peer())
                        + (each == to ? ", you" : ""));
            }
        }
        if (to == null) {
            return;
        }
        tell(to, own + " (pid " + CurrentProcess.pid() + "), whose room it is");
        descriptions.forEach(each -> tell(to, each));
        guests().forEach(each -> tell(to, each));
    }

    /**
     * The members of the room on other machines.
     *
     * @return a line for each, for people
     */
    public List<String> guests() {
        return transport == null ? List.of()
                : transport.elsewhere().stream().map(RoomTransport.Guest::description).toList();
    }

    private void rename(Session session, String wished) {
        String refusal = refusal(wished);
        String old;
        Member member;
        synchronized (this) {
            member = members.get(session);
            if (member == null) {
                return;
            }
            old = member.name();
            if (refusal == null && (names.isTaken(wished, here(member)) || names.isTaken(wished, elsewhere()))) {
                refusal = wished + " is taken";
            }
            if (refusal == null) {
                member.name(wished);
            }
        }
        if (refusal == null) {
            renamed(member, old, "");
        } else {
            tell(member, "You are still " + old + ": " + refusal);
        }
    }

    private void renamed(Member member, String old, String reason) {
        String name = name(member.session());
        listener.onNamed(member.session(), name);
        listener.onNotice(old + " is now " + name);
        tell(member, "You are now " + name + reason);
        others(member).forEach(other -> tell(other, old + " is now " + name));
        changed();
    }

    /** Why the name cannot be given; null if it can. */
    private synchronized String refusal(String wished) {
        try {
            SessionDefaults.checkName(wished);
        } catch (UsageException e) {
            return e.getMessage();
        }
        return names.isUsable(wished) ? null : "nobody can be called " + wished;
    }

    /** The names of all members on this machine but one. */
    private List<String> here(Member except) {
        return members.values().stream().filter(member -> member != except).map(Member::name).toList();
    }

    private List<String> elsewhere() {
        return transport == null ? List.of()
                : transport.elsewhere().stream().map(RoomTransport.Guest::name).toList();
    }

    private synchronized List<Member> others(Member except) {
        return members.values().stream().filter(member -> member != except).toList();
    }

    private void changed() {
        if (transport != null) {
            transport.membersChanged();
        }
    }

    private void pass(RoomLine line) {
        if (transport == null) {
            deliver(line);
        } else {
            try {
                transport.say(line);
            } catch (MessageRefusedException e) {
                if (line.own()) {
                    throw e;
                }
                listener.onRefused(line.speaker(), "anybody", e);
                tell(line.from(), "Your message was not said: " + e.getMessage());
            }
        }
    }

    /**
     * Gives a line to all members but the one that has said it. For a {@link RoomTransport}: the order of these calls
     * is the order in which everybody gets the lines.
     *
     * @param line not changed; nothing of it is kept
     */
    public void deliver(RoomLine line) {
        order.lock();
        try {
            listener.onLine(line);
            ByteBuffer payload = RoomLines.said(line.speaker(), line.text());
            List<Member> receivers;
            synchronized (this) {
                history.add(new RoomHistory.Said(line.kind(), payload));
                receivers = others(members.get(line.from()));
            }
            receivers.forEach(receiver -> deliver(line, payload, receiver));
        } finally {
            order.unlock();
        }
    }

    private void deliver(RoomLine line, ByteBuffer payload, Member to) {
        try {
            to.sendLine(line.kind(), payload);
        } catch (SessionClosedException e) {
            // Its detachment is reported next.
            return;
        } catch (MessageRefusedException e) {
            String name = name(to.session());
            listener.onRefused(line.speaker(), name, e);
            tell(line.from(), "Your message was not relayed to " + name + ": " + e.getMessage());
        }
    }

    /**
     * Keeps a line for new members that was said before this room was there. For a {@link RoomTransport}.
     *
     * @param line not changed; nothing of it is kept
     */
    public synchronized void recall(RoomLine line) {
        history.add(new RoomHistory.Said(line.kind(), RoomLines.said(line.speaker(), line.text())));
    }

    /**
     * Tells all members something.
     *
     * @param text one line for people
     */
    public void tellAll(String text) {
        listener.onNotice(text);
        others(null).forEach(member -> tell(member, text));
    }

    /**
     * Tells one member something.
     *
     * @param session of the member; null, or not a member any more, to do nothing
     * @param text one line for people
     */
    public void tell(Session session, String text) {
        Member member;
        synchronized (this) {
            member = members.get(session);
        }
        if (member != null) {
            tell(member, text);
        }
    }

    private void tell(Member to, String text) {
        try {
            to.sendNotice(RoomLines.notice(text));
        } catch (SessionClosedException e) {
            // Its detachment is reported next.
            return;
        } catch (MessageRefusedException e) {
            listener.onRefused(null, name(to.session()), e);
        }
    }

    /**
     * Whether a name is the server's or a member's on this machine, or looks like it. For a {@link RoomTransport}.
     *
     * @param name of somebody elsewhere
     * @return true if they would be mistaken for each other
     */
    public synchronized boolean isCalled(String name) {
        return names.isTaken(name, List.of(own)) || names.isTaken(name, here(null));
    }

    /**
     * Gives other names to the server and the members on this machine whose names are taken elsewhere. For a {@link
     * RoomTransport} that finds two of one name.
     *
     * @param taken names that stay with others
     */
    public void giveWay(Collection<String> taken) {
        Map<Member, String> old = new LinkedHashMap<>();
        synchronized (this) {
            if (names.isTaken(own, taken)) {
                own = names.unlike(own, here(null), elsewhere(), host);
                names = new RoomNames(own);
            }
            for (Member member : members.values()) {
                if (names.isTaken(member.name(), taken)) {
                    old.put(member, member.name());
                    member.name(names.pick(member.name(), here(member), elsewhere(), host));
                }
            }
        }
        old.forEach((member, name) -> renamed(member, name, ", because " + name + " is taken"));
    }
}
