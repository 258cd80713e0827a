// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.Connection;
import io.shmooze.Session;
import io.shmooze.room.PeerDescription;
import io.shmooze.room.Room;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Who is in the room on which machine. Tells the other servers of the room every second, and at each change, who is
 * here; and forgets a server with its members when it is not heard for four seconds.
 *
 * <p><b>Threads.</b> One thread does everything; {@link #elsewhere} is for any thread.
 */
final class RoomDirectory implements AutoCloseable {
    static final Duration BEAT = Duration.ofSeconds(1);
    static final Duration SILENCE = Duration.ofSeconds(4);
    /** How many of those that are gone last are named with the reason. */
    private static final int MAX_GONE = 50;

    private final Connection connection;
    private final String subject;
    private final String instance;
    private final String host;
    private final Room room;
    private final ScheduledExecutorService thread;
    private final Map<String, Neighbour> neighbours = new LinkedHashMap<>();
    private final Map<Session, Long> numbers = new WeakHashMap<>();
    private final Map<Long, String> gone = new LinkedHashMap<>();
    /** Whether this server is new, and gives way to all. */
    private volatile boolean discovering = true;
    private long nextNumber = 1;
    private long lastBeatNs = System.nanoTime();
    private volatile List<RoomPresence.Guest> elsewhere = List.of();

    /** Another server of the room. */
    private static final class Neighbour {
        private RoomPresence presence;
        private long heardNs;
    }

    RoomDirectory(Connection connection, String subject, String instance, String host, Room room) {
        this.connection = connection;
        this.subject = subject;
        this.instance = instance;
        this.host = host;
        this.room = room;
        // What comes after the end is dropped.
        this.thread = new ScheduledThreadPoolExecutor(1, body -> {
            Thread made = new Thread(body, "shmooze-nats-presence");
            made.setDaemon(true);
            return made;
        }, new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Begins to listen and to speak. */
    void start() {
        connection.createDispatcher(message -> run(() -> heard(message.getData()))).subscribe(subject);
        run(() -> publish(false, true));
        thread.scheduleWithFixedDelay(this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The names of the others are known now, as far as they answer at once. */
    void discovered() {
        discovering = false;
    }

    private void run(Runnable action) {
        thread.execute(action);
    }

    /** The servers and the members on other machines. */
    List<RoomPresence.Guest> elsewhere() {
        return elsewhere;
    }

    void changed() {
        run(() -> publish(false, false));
    }

    void left(Session member, String how) {
        run(() -> {
            Long number = numbers.remove(member);
            if (number != null) {
                gone.put(number, how);
            }
            while (gone.size() > MAX_GONE) {
                gone.remove(gone.keySet().iterator().next());
            }
            publish(false, false);
        });
    }

    private void publish(boolean leaving, boolean asking) {
        Map<Long, RoomPresence.Guest> members = new LinkedHashMap<>();
        room.members().forEach((session, name) -> members.put(numbers.computeIfAbsent(session, added -> nextNumber++),
                new RoomPresence.Guest(name, PeerDescription.describe(name, session.peer()) + ", on " + host)));
        RoomPresence.Guest server = new RoomPresence.Guest(room.name(),
                room.name() + " (pid " + ProcessHandle.current().pid() + "), the room on " + host);
        RoomPresence presence = new RoomPresence(instance, host, leaving, asking, server, members, gone);
        try {
            connection.publish(subject, presence.encode(connection.getMaxPayload()));
        } catch (IllegalStateException e) {
            // NATS is away. The next beat tells the same.
            return;
        }
    }

    private void beat() {
        long nowNs = System.nanoTime();
        if (nowNs - lastBeatNs > SILENCE.toNanos() / 2) {
            // This process stood still: what the others have said since is only now being read.
            neighbours.values().forEach(neighbour -> neighbour.heardNs = nowNs);
        }
        lastBeatNs = nowNs;
        List<Neighbour> silent = neighbours.values().stream()
                .filter(neighbour -> nowNs - neighbour.heardNs > SILENCE.toNanos()).toList();
        for (Neighbour neighbour : silent) {
            forget(neighbour.presence, " is not heard any more");
        }
        publish(false, false);
    }

    private void forget(RoomPresence presence, String how) {
        neighbours.remove(presence.instance());
        update();
        room.tellAll(presence.server().name() + how + presence.summary());
    }

    private void heard(byte[] bytes) {
        RoomPresence presence;
        try {
            presence = RoomPresence.decode(bytes);
        } catch (IllegalArgumentException e) {
            // Something else that speaks on this subject.
            return;
        }
        if (presence.instance().equals(instance)) {
            return;
        }
        Neighbour neighbour = neighbours.get(presence.instance());
        if (presence.leaving()) {
            if (neighbour != null) {
                forget(neighbour.presence, " left");
            }
            return;
        }
        RoomPresence before = neighbour == null ? null : neighbour.presence;
        if (neighbour == null) {
            neighbour = new Neighbour();
            neighbours.put(presence.instance(), neighbour);
        }
        neighbour.presence = presence;
        neighbour.heardNs = System.nanoTime();
        update();
        if (discovering || !presence.asking() && presence.instance().compareTo(instance) < 0) {
            // A new server gives way. Of two that took one name at once, the one of the lower instance keeps it.
            room.giveWay(presence.names());
        }
        if (before == null) {
            room.tellAll(presence.server().name() + " is here" + presence.summary());
            publish(false, false);
        } else {
            compare(before, presence);
            if (presence.asking()) {
                publish(false, false);
            }
        }
    }

    private void update() {
        List<RoomPresence.Guest> guests = new ArrayList<>();
        for (Neighbour neighbour : neighbours.values()) {
            guests.add(neighbour.presence.server());
            guests.addAll(neighbour.presence.members().values());
        }
        elsewhere = List.copyOf(guests);
    }

    private void compare(RoomPresence before, RoomPresence now) {
        before.members().forEach((number, member) -> {
            if (!now.members().containsKey(number)) {
                room.tellAll(member.name() + " " + now.gone().getOrDefault(number, "left"));
            }
        });
        now.members().forEach((number, member) -> {
            RoomPresence.Guest old = before.members().get(number);
            if (old == null) {
                room.tellAll(member.name() + " joined");
            } else if (!old.name().equals(member.name())) {
                room.tellAll(old.name() + " is now " + member.name());
            }
        });
        if (!before.server().name().equals(now.server().name())) {
            room.tellAll(before.server().name() + " is now " + now.server().name());
        }
    }

    /** Says goodbye. */
    @Override
    public void close() {
        run(() -> publish(true, false));
        thread.shutdown();
        try {
            thread.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
