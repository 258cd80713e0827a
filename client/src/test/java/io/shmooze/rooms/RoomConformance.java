// SPDX-License-Identifier: Apache-2.0
package io.shmooze.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every room does: of one machine, and of several. */
@Timeout(300)
abstract class RoomConformance {
    private Machine here;
    private Machine there;

    /** Two machines of one room, whose servers are called host@a and host@b; or the same twice. */
    abstract List<Machine> open();

    @BeforeEach
    void enter() {
        List<Machine> machines = open();
        here = machines.get(0);
        there = machines.get(1);
    }

    @AfterEach
    void leave() {
        here.close();
        if (there != here) {
            there.close();
        }
    }

    /** Waits until a member elsewhere is known. */
    private void awaitKnown(Machine machine, String name) {
        Patience.until(() -> machine.room().guests().stream().anyMatch(guest -> guest.startsWith(name + " "))
                || machine.room().members().containsValue(name));
    }

    private Member join(Machine machine, String name) {
        Member member = machine.join(name);
        awaitKnown(here, name);
        awaitKnown(there, name);
        return member;
    }

    @Test
    void shouldGiveEachLineToAllOthersOnce() {
        Member alice = join(here, "alice");
        Member bob = join(there, "bob");
        Member carol = join(here, "carol");
        alice.say("hello");
        bob.awaitHeard("alice> hello");
        bob.say("");
        bob.say("two\nlines> x");
        alice.awaitHeard("bob> two\nlines> x");
        carol.awaitHeard("bob> two\nlines> x");
        alice.flush();
        assertThat(alice.lines()).containsExactly("bob> ", "bob> two\nlines> x");
        assertThat(bob.lines()).containsExactly("alice> hello");
        assertThat(carol.lines()).containsExactly("alice> hello", "bob> ", "bob> two\nlines> x");
    }

    @Test
    void shouldPassOnWhateverIsSaid() {
        Member alice = join(here, "alice");
        Member bob = join(there, "bob");
        String large = "x".repeat(500_000);
        alice.say("//who");
        alice.say("* bob left");
        alice.say("foo.> * $JS.API.> \r\nPUB x 1\r\n");
        alice.say("Grüße, 世界 😀");
        alice.say(new byte[] {'b', 0, 'n'});
        alice.say(large);
        bob.awaitHeard("alice> " + large);
        assertThat(bob.lines()).containsExactly("alice> /who", "alice> * bob left",
                "alice> foo.> * $JS.API.> \r\nPUB x 1\r\n", "alice> Grüße, 世界 😀", "alice> b\0n", "alice> " + large);
    }

    @Test
    void shouldGiveAllTheLinesInOneOrder() throws Exception {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            members.add(join(i % 2 == 0 ? here : there, "m" + i));
        }
        List<Task<Void>> speakers = IntStream.range(0, 6).mapToObj(i -> Task.run(() -> {
            for (int n = 0; n < 100; n++) {
                members.get(i).say(Integer.toString(n));
            }
        })).toList();
        for (Task<Void> speaker : speakers) {
            speaker.result();
        }
        members.forEach(member -> member.awaitLines(500));
        members.forEach(Member::flush);
        for (int i = 0; i < 6; i++) {
            List<String> heard = members.get(i).lines();
            assertThat(heard).as("m%d", i).hasSize(500).doesNotHaveDuplicates();
            for (int other = 0; other < 6; other++) {
                String own = "m" + i + "> ";
                String others = "m" + other + "> ";
                assertThat(heard.stream().filter(line -> !line.startsWith(others)))
                        .as("what both m%d and m%d hear", i, other)
                        .containsExactlyElementsOf(members.get(other).lines().stream()
                                .filter(line -> !line.startsWith(own)).toList());
            }
        }
    }

    @Test
    void shouldTellANewMemberTheLastLines() {
        Member alice = join(here, "alice");
        Member bob = join(there, "bob");
        for (int i = 0; i < 30; i++) {
            alice.say("line " + i);
        }
        bob.awaitHeard("alice> line 29");
        Member carol = join(there, "carol");
        alice.say("new");
        carol.awaitHeard("alice> new");
        assertThat(carol.heard().stream().filter(text -> text.startsWith("* earlier: "))).containsExactlyElementsOf(
                IntStream.range(10, 30).mapToObj(i -> "* earlier: alice> line " + i).toList());
        assertThat(carol.lines()).containsExactly("alice> new");
        assertThat(carol.heard().indexOf("* earlier: alice> line 29")).isLessThan(carol.heard().indexOf("alice> new"));
    }

    @Test
    void shouldGiveNoNameTwice() {
        Member first = join(here, "alice");
        String second = there.join("Alice").awaitFirst();
        String third = here.join("host").awaitFirst();
        assertThat(first.awaitFirst()).startsWith("* You are alice; here: ");
        assertThat(second).matches("\\* You are Alice(-2|@b), because Alice is taken; here: .*");
        assertThat(third).startsWith("* You are guest, because nobody can be called host; here: ");
    }

    @Test
    void shouldTellWhoComesAndGoesAndIsThere() {
        Member alice = join(here, "alice");
        Member bob = join(there, "bob");
        alice.awaitHeard("* bob joined");
        alice.say("/who");
        Patience.until(() -> alice.heard().stream().filter(text -> text.startsWith("* bob (pid ")).count() == 1);
        assertThat(alice.heard()).anyMatch(text -> text.matches("\\* alice \\(pid .*\\), you"));
        bob.say("/nick robert");
        bob.awaitHeard("* You are now robert");
        alice.awaitHeard("* bob is now robert");
        bob.say("hi");
        alice.awaitHeard("robert> hi");
        bob.close();
        alice.awaitHeard("* robert left");
    }

    @Test
    void shouldSayWhatTheServerItselfSays() {
        Member alice = join(here, "alice");
        Member bob = join(there, "bob");
        here.room().say(ByteBuffer.wrap("welcome".getBytes(StandardCharsets.UTF_8)));
        alice.awaitHeard(here.room().name() + "> welcome");
        bob.awaitHeard(here.room().name() + "> welcome");
    }
}
