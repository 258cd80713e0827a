// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Seed;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 31 of RELIABILITY.md's table. A peer that cannot complete the handshake is refused or given up, and takes
 * nothing from others meanwhile.
 */
@Timeout(120)
class HostileHandshakeSystemTest {
    private static final Random RANDOM = new Random(Seed.of(HostileHandshakeSystemTest.class));
    private static final int CONNECTIONS = 1000;
    /** From the protocol's document. */
    private static final int MOST_SILENT = 256;

    @RegisterExtension
    final Programs programs = new Programs();
    private final List<RawConnection> opened = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (RawConnection connection : opened) {
            connection.close();
        }
    }

    @Test
    void shouldRefuseGarbageAtOnce() throws Exception {
        Program target = Targets.server(programs);
        try (WellBehavedClient wellBehaved = WellBehavedClient.attach(programs.directory())) {
            for (String line : new String[] {"", " ", "GET / HTTP/1.1", "HELLO", "HELLO version=1", "ATTACHED", "READY",
                "HELLO version=1 version=1", "HELLO version=x pid=1 name=a max-message=1",
                "HELLO version=1 pid=-1 name=a max-message=1", "HELLO version=1 pid=1 name=a max-message=99999999999",
                "HELLO version=1 pid=1 name= max-message=1", "BELL session=1", "BELL session=1 key=0",
                "BELL session=99 key=0123456789abcdef0123456789abcdef", "\0", "HELLO  version=1", "x".repeat(1024),
                "x".repeat(5000)}) {
                assertThat(answer(line.getBytes())).as(line).startsWith("REFUSED malformed ");
            }
            for (int i = 0; i < 100; i++) {
                byte[] noise = new byte[1 + RANDOM.nextInt(2000)];
                RANDOM.nextBytes(noise);
                assertThat(answer(noise)).as("noise %d", i).startsWith("REFUSED malformed ");
            }
            wellBehaved.rest();
            Targets.awaitCalm(target, 1);
        }
    }

    /** A line that is too long is refused before its end; its unread rest resets the connection. */
    private String answer(byte[] line) throws IOException {
        RawConnection connection = connect();
        connection.channel.write(ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip());
        return connection.hear();
    }

    /** Tries all at the same time, because each takes the whole deadline. */
    @Test
    void shouldGiveUpAPeerThatDoesNotFinishTheHandshake() throws Exception {
        Program target = Targets.server(programs);
        try (WellBehavedClient wellBehaved = WellBehavedClient.attach(programs.directory())) {
            List<RawConnection> connections =
                    List.of(connect(), half(), welcomed(), withBell(), withWrongBell(), withoutBell());
            Task<Void> slow = Task.run(this::dribble);
            assertThat(segments()).isEqualTo(4);
            for (RawConnection connection : connections) {
                assertThat(connection.hear()).isNull();
            }
            slow.result();
            assertThat(segments()).isZero();
            wellBehaved.rest();
            Targets.awaitCalm(target, 1);
            assertThat(programs.leftovers()).containsExactly("test.lock", "test.sock");
        }
    }

    private RawConnection connect() throws IOException {
        RawConnection connection = RawConnection.connect(programs.directory());
        opened.add(connection);
        return connection;
    }

    private RawConnection half() throws IOException {
        RawConnection connection = connect();
        connection.channel.write(ByteBuffer.wrap("HELLO version=1 pid".getBytes()));
        return connection;
    }

    private RawConnection welcomed() throws IOException {
        RawConnection connection = connect();
        RawClient.ask(connection, String.format(RawClient.HELLO, "half"), "WELCOME ");
        return connection;
    }

    private RawConnection withBell() throws IOException {
        RawConnection connection = connect();
        connect().say(RawClient.bell(RawClient.ask(connection, String.format(RawClient.HELLO, "bell"), "WELCOME ")));
        return connection;
    }

    private RawConnection withWrongBell() throws IOException {
        RawConnection connection = connect();
        String bell = RawClient.bell(RawClient.ask(connection, String.format(RawClient.HELLO, "wrong"), "WELCOME "));
        String wrong = bell.substring(0, bell.length() - 1) + (bell.endsWith("0") ? "1" : "0");
        RawClient.ask(connect(), wrong, "REFUSED malformed ");
        connection.say("ATTACHED");
        return connection;
    }

    private RawConnection withoutBell() throws IOException {
        return welcomed().say("ATTACHED");
    }

    /** Sends a byte now and then, and never a whole line. */
    private void dribble() throws IOException {
        RawConnection connection = connect();
        connection.channel.configureBlocking(false);
        ByteBuffer answer = ByteBuffer.allocate(1);
        Patience.await().pollInterval(Duration.ofMillis(20)).until(() -> {
            try {
                connection.channel.write(ByteBuffer.wrap(new byte[] {'H'}));
                return connection.channel.read(answer) < 0;
            } catch (IOException e) {
                // A broken pipe: the server has hung up.
                return true;
            }
        });
        assertThat(answer.position()).isZero();
    }

    private long segments() {
        return programs.leftovers().stream().filter(name -> name.endsWith(".segment")).count();
    }

    @Test
    void shouldServeOthersBesideAThousandSilentConnections() throws Exception {
        Program target = Targets.server(programs);
        List<RawConnection> silent = new ArrayList<>();
        try (WellBehavedClient wellBehaved = WellBehavedClient.attach(programs.directory())) {
            for (int i = 0; i < CONNECTIONS; i++) {
                silent.add(connect());
            }
            List<RawConnection> refused = silent.subList(MOST_SILENT, CONNECTIONS);
            for (RawConnection connection : refused) {
                assertThat(connection.hear()).isEqualTo("REFUSED busy " + MOST_SILENT + " connections are silent");
            }
            wellBehaved.awaitAnswers();
            // It attaches when the server has given up the silent ones.
            try (WellBehavedClient second = WellBehavedClient.attach(programs.directory())) {
                second.rest();
            }
            for (RawConnection connection : silent.subList(0, MOST_SILENT)) {
                assertThat(connection.hear()).isNull();
            }
            wellBehaved.rest();
            Targets.awaitCalm(target, 1);
        }
    }
}
