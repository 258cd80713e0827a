// SPDX-License-Identifier: Apache-2.0
package io.shmooze.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.nats.NatsOptions;
import io.shmooze.nats.NatsRoom;
import io.shmooze.nats.NatsRoomBuilder;
import io.shmooze.room.Room;
import io.shmooze.room.RoomListener;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A machine: a directory of its own, with a server that is a room or a part of one, and the members there. */
final class Machine implements AutoCloseable {
    static final String CHANNEL = "lobby.1";

    private final Path directory;
    private final List<Member> members = new ArrayList<>();
    private final Notices notices = new Notices();
    /** Null if the room is on this machine alone. */
    private NatsRoom nats;
    private Room room;
    private ShmoozeServer server;

    private Machine() {
        try {
            directory = Files.createTempDirectory(Path.of("/tmp"), "shm");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What all members are told. */
    private static final class Notices implements RoomListener {
        private final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void onNotice(String text) {
            told.add(text);
        }
    }

    /** The only one of its room. */
    static Machine alone(String server) {
        Machine machine = new Machine();
        machine.room = Room.builder().name(server).listener(machine.notices).build();
        machine.serve();
        return machine;
    }

    /** One of several, which NATS joins. */
    static Machine joined(String url, String host, UnaryOperator<NatsRoomBuilder> settings) {
        Machine machine = new Machine();
        machine.nats = settings.apply(NatsRoom.builder(NatsOptions.of(url).connectTimeout(Duration.ofSeconds(30)),
                CHANNEL).host(host).listener(machine.notices)).start();
        machine.room = machine.nats.room();
        machine.serve();
        return machine;
    }

    private void serve() {
        server = ShmoozeServer.builder(CHANNEL).directory(directory).maxClients(100).room().onMessage(room)
                .sessionListener(room).start();
    }

    /** Lets a client join under a name, and waits until it is a member. */
    Member join(String name) {
        Member member = new Member(directory, name);
        members.add(member);
        member.awaitFirst();
        return member;
    }

    Room room() {
        return room;
    }

    NatsRoom nats() {
        return nats;
    }

    /** What all members here were told, except who joins and leaves here. */
    List<String> told() {
        return notices.told;
    }

    /** Waits until all members here have been told something, in these words. */
    void awaitTold(String text) {
        Patience.await().untilAsserted(() -> assertThat(told())
                .anySatisfy(notice -> assertThat(notice).contains(text)));
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        server.close();
        if (nats != null) {
            nats.close();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
