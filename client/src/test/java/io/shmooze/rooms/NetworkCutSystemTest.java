// SPDX-License-Identifier: Apache-2.0
package io.shmooze.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.nats.NatsRig;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A room whose machines reach NATS over networks of their own, one of which is cut for ten seconds. */
@Timeout(300)
class NetworkCutSystemTest {
    private static final Duration CUT = Duration.ofSeconds(10);
    private static final String SPACE = "shm" + ProcessHandle.current().pid();
    /** Of each network, one that nobody else is likely to use. */
    private static final int NET = 64 + (int) (ProcessHandle.current().pid() % 60);

    @RegisterExtension
    final NatsRig nats = new NatsRig();

    private boolean built;

    @BeforeEach
    void build() throws IOException, InterruptedException {
        boolean able = new ProcessBuilder("ip", "netns", "add", SPACE).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        if (!able) {
            System.err.println("SKIPPED, because this process may not make network namespaces: a network that is cut");
        }
        assumeTrue(able, "There are no network namespaces");
        built = true;
        for (int i = 1; i <= 2; i++) {
            Tools.run("ip", "link", "add", outer(i), "type", "veth", "peer", "name", inner(i), "netns", SPACE);
            Tools.run("ip", "addr", "add", address(i, 1) + "/24", "dev", outer(i));
            Tools.run("ip", "link", "set", outer(i), "up");
            within("ip", "addr", "add", address(i, 2) + "/24", "dev", inner(i));
            within("ip", "link", "set", inner(i), "up");
        }
        nats.kill();
        nats.moveTo("0.0.0.0", "ip", "netns", "exec", SPACE);
        nats.start();
    }

    @AfterEach
    void clear() {
        if (built) {
            nats.kill();
            Tools.run("ip", "netns", "del", SPACE);
        }
    }

    private static String outer(int i) {
        return SPACE + "o" + i;
    }

    private static String inner(int i) {
        return SPACE + "i" + i;
    }

    private static String address(int network, int host) {
        return "10." + NET + "." + network + "." + host;
    }

    private static void within(String... command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", SPACE));
        words.addAll(List.of(command));
        Tools.run(words.toArray(String[]::new));
    }

    private String url(int network) {
        return "nats://" + address(network, 2) + ":" + nats.port();
    }

    @Test
    void shouldJoinTheRoomAgainAfterTheCut() {
        try (Machine here = Machine.joined(url(1), "a", settings -> settings);
                Machine there = Machine.joined(url(2), "b", settings -> settings)) {
            Member alice = here.join("alice");
            Member bob = there.join("bob");
            Member ben = there.join("ben");
            alice.say("before");
            bob.awaitHeard("alice> before");
            within("ip", "link", "set", inner(2), "down");
            long cutNs = System.nanoTime();
            here.awaitTold("server@b is not heard any more, with bob, ben");
            alice.say("one");
            bob.say("two");
            ben.awaitHeard("bob> two");
            alice.say("three");
            there.awaitTold("NATS is away");
            bob.say("four");
            Patience.until(() -> System.nanoTime() - cutNs > CUT.toNanos());
            assertThat(bob.lines()).containsExactly("alice> before");
            assertThat(alice.lines()).isEmpty();
            within("ip", "link", "set", inner(2), "up");
            there.awaitTold("NATS is back");
            here.awaitTold("server@b is here, with bob, ben");
            alice.awaitHeard("bob> two", "bob> four");
            ben.awaitHeard("alice> one", "alice> three", "bob> four");
            alice.say("after");
            ben.awaitHeard("alice> after");
            bob.awaitHeard("alice> after");
            assertThat(alice.lines()).containsExactly("bob> two", "bob> four");
            assertThat(bob.lines()).containsExactly("alice> before", "alice> one", "alice> three", "alice> after");
            assertThat(ben.lines()).containsExactlyInAnyOrder("alice> before", "bob> two", "bob> four", "alice> one",
                    "alice> three", "alice> after");
        }
    }
}
