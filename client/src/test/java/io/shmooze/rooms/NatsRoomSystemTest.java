// SPDX-License-Identifier: Apache-2.0
package io.shmooze.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.nats.NatsRig;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The programs in a room over NATS: two directories stand for two machines. */
@Timeout(300)
class NatsRoomSystemTest {
    @RegisterExtension
    final NatsRig nats = new NatsRig();

    @RegisterExtension
    final Programs programs = new Programs();

    private Program server(String machine, String... options) {
        List<String> words = new ArrayList<>(List.of("--directory", programs.file(machine).toString(), "--room",
                "--host", machine, "--nats", nats.url()));
        words.addAll(List.of(options));
        words.add("lobby");
        return programs.bare("server", words.toArray(String[]::new)).start();
    }

    private Program client(String machine, String name) {
        Program client = programs.bare("client", "--directory", programs.file(machine).toString(), "--name", name,
                "--reconnect-timeout", "5m", "lobby").with("SHMOOZE_CONNECT_TIMEOUT", "60s").start();
        client.awaitErrors("You are " + name);
        return client;
    }

    private static String lines(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> prefix + i + "\n").collect(Collectors.joining());
    }

    @Test
    void shouldCarryAChatBetweenTwoMachines() {
        Program a = server("a");
        Program alice = client("a", "alice");
        server("b").awaitErrors("server@a is here, with alice");
        a.awaitErrors("shmooze-server: server@b is here\n");
        Program bob = client("b", "bob");
        alice.awaitErrors("shmooze-client: bob joined\n");
        alice.feed("hello\n");
        bob.awaitOutput("alice> hello\n");
        a.awaitOutput("alice> hello\n");
        a.feed("welcome\n");
        alice.awaitOutput("server@a> welcome\n");
        bob.awaitOutput("server@a> welcome\n");
        Program late = client("b", "carol");
        late.awaitErrors("shmooze-client: earlier: server@a> welcome\n");
        assertThat(late.output()).isEmpty();
        bob.kill();
        alice.awaitErrors("shmooze-client: bob died\n");
        late.endInput();
        late.awaitExit(0);
        alice.awaitErrors("shmooze-client: carol left\n");
        a.signal("TERM");
        a.awaitExit(0);
    }

    @Test
    void shouldForgetTheMembersOfAKilledServerAndLoseNoLineWhenTheNextOneServes() {
        server("a");
        Program b = server("b");
        Program alice = client("a", "alice");
        Program bob = client("b", "bob");
        alice.awaitErrors("bob joined");
        bob.feed(lines("", 0, 100));
        alice.awaitOutput("bob> 99\n");
        b.kill();
        alice.awaitErrors("server@b is not heard any more, with bob\n");
        alice.feed("are you there\n");
        bob.feed(lines("", 100, 200));
        server("b");
        alice.awaitErrors("server@b is here\n");
        alice.awaitOutput("bob> 199\n");
        bob.awaitErrors("earlier: alice> are you there\n");
        alice.feed("again\n");
        bob.awaitOutput("alice> again\n");
        // What the killed server had passed on and not acknowledged is said again.
        assertThat(alice.output().lines().distinct()).containsExactlyElementsOf(
                lines("bob> ", 0, 200).lines().toList());
        assertThat(bob.output()).isEqualTo("alice> again\n");
    }

    @Test
    void shouldForgetTheMembersOfAStoppedServerUntilItGoesOn() {
        server("a");
        Program b = server("b");
        Program alice = client("a", "alice");
        Program bob = client("b", "bob");
        alice.awaitErrors("bob joined");
        b.signal("STOP");
        alice.awaitErrors("server@b is not heard any more, with bob\n");
        alice.feed(lines("", 0, 300));
        b.signal("CONT");
        alice.awaitErrors("server@b is here, with bob\n");
        bob.awaitOutput("alice> 299\n");
        bob.feed("back\n");
        alice.awaitOutput("bob> back\n");
        assertThat(bob.output()).isEqualTo(lines("alice> ", 0, 300));
    }

    @Test
    void shouldSayInOneLineWhyThereIsNoRoom() {
        nats.kill();
        nats.with("authorization { user: ann, password: secret }");
        nats.start();
        Program refused = server("a");
        refused.awaitExit(77);
        assertThat(refused.errors()).startsWith("shmooze-server: The NATS server at " + nats.url()).hasLineCount(1);
        Program bad = server("a", "--stream", "a.b");
        bad.awaitExit(2);
        assertThat(bad.errors()).isEqualTo("shmooze-server: The stream's name 'a.b' is not usable: take 1 to 64 of "
                + "A-Z a-z 0-9 _ -\n");
        nats.kill();
        Program alone = server("a");
        alone.awaitExit(69);
        assertThat(alone.errors()).startsWith("shmooze-server: No NATS server can be reached at " + nats.url())
                .hasLineCount(1);
    }

    @Test
    void shouldSayHowManyLinesTheOthersDoNotHave() {
        Program a = server("a");
        Program alice = client("a", "alice");
        nats.kill();
        a.awaitErrors("NATS is away");
        alice.feed("one\ntwo\n");
        a.awaitOutput("alice> two\n");
        a.signal("TERM");
        a.awaitExit(1);
        Patience.until(() -> a.errors().contains(
                "shmooze-server: Other machines do not have what was said while NATS was away: 2 messages\n"));
    }
}
