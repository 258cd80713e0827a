// SPDX-License-Identifier: Apache-2.0
package io.shmooze.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import io.shmooze.NotPermittedException;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import io.shmooze.nats.NatsOptions;
import io.shmooze.nats.NatsRig;
import io.shmooze.nats.NatsRoom;
import io.shmooze.nats.NatsRoomBuilder;
import io.shmooze.room.RoomLine;
import io.shmooze.room.RoomLines;
import io.shmooze.room.RoomListener;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A room over NATS when NATS, its stream or a member fails. Each line reaches everybody exactly once. */
@Timeout(300)
class NatsRoomFaultsSystemTest {
    private static final String SUBJECT = "shmooze-rooms.lobby:1.";

    @RegisterExtension
    final NatsRig nats = new NatsRig();

    private final List<Machine> machines = new ArrayList<>();

    /** What somebody does with NATS directly. */
    @FunctionalInterface
    private interface Operation {
        void run(Connection connection) throws Exception;
    }

    private void directly(Operation operation) throws Exception {
        Connection connection = NatsOptions.of(nats.url()).connect();
        try {
            operation.run(connection);
        } finally {
            connection.close();
        }
    }

    private Machine machine(String host, UnaryOperator<NatsRoomBuilder> settings) {
        Machine machine = Machine.joined(nats.url(), host, settings);
        machines.add(machine);
        return machine;
    }

    private Machine machine(String host) {
        return machine(host, settings -> settings);
    }

    @AfterEach
    void close() {
        machines.forEach(Machine::close);
    }

    private static String[] numbered(String speaker, String what, int count) {
        return IntStream.range(0, count).mapToObj(i -> speaker + "> " + what + i).toArray(String[]::new);
    }

    private static void sayAll(Member member, String what, int count) {
        IntStream.range(0, count).forEach(i -> member.say(what + i));
    }

    @Test
    void shouldKeepWhatIsSaidWhileNatsIsDead() {
        Machine here = machine("a");
        Machine there = machine("b");
        Member alice = here.join("alice");
        Member ann = here.join("ann");
        Member bob = there.join("bob");
        sayAll(alice, "before", 5);
        bob.awaitLines(5);
        nats.kill();
        here.awaitTold("NATS is away");
        there.awaitTold("NATS is away");
        sayAll(alice, "away", 50);
        sayAll(bob, "too", 50);
        ann.awaitHeard(numbered("alice", "away", 50));
        here.awaitTold("server@b is not heard any more, with bob");
        assertThat(bob.lines()).hasSize(5);
        nats.start();
        here.awaitTold("NATS is back");
        there.awaitTold("NATS is back");
        alice.say("after");
        bob.awaitHeard("alice> after");
        ann.awaitHeard("bob> too49");
        ann.awaitHeard("alice> after");
        assertThat(bob.lines()).containsExactlyElementsOf(Stream.of(numbered("alice", "before", 5),
                numbered("alice", "away", 50), new String[] {"alice> after"}).flatMap(Stream::of).toList());
        assertThat(ann.lines()).doesNotHaveDuplicates().hasSize(106);
        assertThat(ann.lines().stream().filter(line -> line.startsWith("bob> ")))
                .containsExactly(numbered("bob", "too", 50));
        assertThat(ann.heard().stream().filter(text -> text.startsWith("* NATS is"))).hasSize(2);
    }

    @Test
    void shouldLoseNothingWhenNatsIsKilledAgainAndAgain() throws Exception {
        Machine here = machine("a");
        Machine there = machine("b");
        Member alice = here.join("alice");
        Member ann = here.join("ann");
        Member bob = there.join("bob");
        for (int round = 0; round < 3; round++) {
            String what = "round" + round + "-";
            Task<Void> talk = Task.run(() -> sayAll(alice, what, 300));
            int heard = 300 * round + 50;
            bob.awaitLines(heard);
            nats.kill();
            nats.start();
            talk.result();
            bob.awaitLines(300 * (round + 1));
            ann.awaitLines(300 * (round + 1));
        }
        List<String> all = IntStream.range(0, 3).boxed()
                .flatMap(round -> Stream.of(numbered("alice", "round" + round + "-", 300))).toList();
        assertThat(bob.lines()).containsExactlyElementsOf(all);
        assertThat(ann.lines()).containsExactlyElementsOf(all);
    }

    @Test
    void shouldOutlastAStoppedNats() {
        Machine here = machine("a");
        Machine there = machine("b");
        Member alice = here.join("alice");
        Member ann = here.join("ann");
        Member bob = there.join("bob");
        nats.signal("STOP");
        alice.say("one");
        ann.awaitHeard("alice> one");
        here.awaitTold("NATS is away");
        nats.signal("CONT");
        bob.awaitHeard("alice> one");
        here.awaitTold("NATS is back");
        alice.say("two");
        bob.awaitHeard("alice> two");
        ann.awaitHeard("alice> two");
        assertThat(bob.lines()).containsExactly("alice> one", "alice> two");
        assertThat(ann.lines()).containsExactly("alice> one", "alice> two");
    }

    @Test
    void shouldSayWhatIsNotKeptWhenTooMuchWaits() {
        Machine here = machine("a", settings -> settings.keep(2));
        Machine there = machine("b");
        Member alice = here.join("alice");
        Member ann = here.join("ann");
        Member bob = there.join("bob");
        nats.kill();
        here.awaitTold("NATS is away");
        sayAll(alice, "", 4);
        alice.flush();
        assertThat(here.nats().unpublished()).isEqualTo(2);
        String refusal = "* Only those on a have your message: too many wait for NATS already";
        Patience.until(() -> alice.heard().stream().filter(refusal::equals).count() == 2);
        nats.start();
        here.awaitTold("NATS is back");
        alice.say("end");
        bob.awaitHeard("alice> end");
        assertThat(bob.lines()).containsExactly("alice> 0", "alice> 1", "alice> end");
        assertThat(ann.lines()).containsExactly("alice> 0", "alice> 1", "alice> 2", "alice> 3", "alice> end");
    }

    @Test
    void shouldWaitWhileAFullStreamRefusesLines() throws Exception {
        directly(operator -> {
            operator.jetStreamManagement().addStream(StreamConfiguration.builder().name("shmooze-rooms")
                    .subjects("shmooze-rooms.*.lines").discardPolicy(DiscardPolicy.New).maxMessages(2).build());
            Machine here = machine("a");
            Machine there = machine("b");
            assertThat(here.told()).contains(
                    "The stream shmooze-rooms is used as it is: it keeps lines for ever, not 604800 s",
                    "The stream shmooze-rooms is used as it is: when it is full, it refuses new lines and does not "
                            + "drop the oldest");
            Member alice = here.join("alice");
            Member ann = here.join("ann");
            Member bob = there.join("bob");
            sayAll(alice, "", 4);
            here.awaitTold("NATS is away (maximum messages exceeded)");
            ann.awaitHeard(numbered("alice", "", 4));
            bob.awaitLines(2);
            operator.jetStreamManagement().purgeStream("shmooze-rooms");
            bob.awaitHeard(numbered("alice", "", 4));
            here.awaitTold("NATS is back");
            assertThat(bob.lines()).containsExactly(numbered("alice", "", 4));
            assertThat(ann.lines()).containsExactly(numbered("alice", "", 4));
            assertThat(operator.jetStreamManagement().getStreamInfo("shmooze-rooms").getConfiguration().getMaxMsgs())
                    .isEqualTo(2);
        });
    }

    @Test
    void shouldForgetTheOldestLinesWhenItsOwnStreamIsFull() {
        Machine here = machine("a", settings -> settings.maxBytes(20_000));
        Machine there = machine("b", settings -> settings.maxBytes(20_000));
        Member alice = here.join("alice");
        Member bob = there.join("bob");
        sayAll(alice, "x".repeat(1000), 100);
        bob.awaitLines(100);
        assertThat(bob.lines()).containsExactly(numbered("alice", "x".repeat(1000), 100));
        Machine late = machine("c");
        Member carol = late.join("carol");
        carol.awaitHeard("* earlier: alice> " + "x".repeat(1000) + "99");
        assertThat(carol.heard()).hasSizeLessThan(20);
        assertThat(late.told()).contains("The stream shmooze-rooms is used as it is: it keeps 20000 bytes, "
                + "not 268435456 bytes");
    }

    @Test
    void shouldNotUseAStreamOfSomethingElse() throws Exception {
        directly(operator -> {
            operator.jetStreamManagement().addStream(
                    StreamConfiguration.builder().name("orders").subjects("orders.new").build());
        });
        assertThatThrownBy(() -> NatsRoom.builder(NatsOptions.of(nats.url()), "lobby").stream("orders").start())
                .isInstanceOf(UsageException.class).hasMessage("The stream orders is not one of rooms: it has to keep "
                        + "orders.*.lines by limits, and keeps orders.new by limits; name another one");
    }

    @Test
    void shouldNeedTheRightCredentials() {
        nats.kill();
        nats.with("authorization { user: ann, password: secret }");
        nats.start();
        assertThatThrownBy(() -> NatsRoom.builder(NatsOptions.of(nats.url()).login("ann", "wrong"), "lobby").start())
                .isInstanceOf(NotPermittedException.class);
        NatsRoom.builder(NatsOptions.of(nats.url()).login("ann", "secret"), "lobby").start().close();
    }

    @Test
    void shouldSayThatNatsCannotBeReached() {
        nats.kill();
        assertThatThrownBy(() -> NatsRoom.builder(NatsOptions.of(nats.url()).connectTimeout(Duration.ZERO), "lobby")
                .start()).isInstanceOf(UnavailableException.class);
    }

    @Test
    void shouldNotBeHeldUpByAMemberThatDoesNotRead() {
        int count = 1500;
        Machine here = machine("a");
        Machine there = machine("b", settings -> settings.patience(Duration.ofMillis(200)));
        Member alice = here.join("alice");
        Member bob = there.join("bob");
        Member slow = there.join("slow");
        Patience.until(() -> here.room().guests().size() == 3);
        slow.stopListening();
        String text = "x".repeat(10_000);
        sayAll(alice, text, count);
        bob.awaitLines(count);
        assertThat(bob.lines()).containsExactly(numbered("alice", text, count));
        slow.listenAgain();
        alice.say("end");
        slow.awaitHeard("alice> end");
        long missing = slow.heard().stream().filter(line -> line.contains(" left out for you, because you read"))
                .mapToLong(line -> Long.parseLong(line.split(" ")[1])).sum();
        assertThat(missing).isPositive();
        assertThat(slow.lines()).hasSize((int) (count + 1 - missing)).isSubsetOf(
                Stream.concat(bob.lines().stream(), Stream.of("alice> end")).toList());
    }

    @Test
    void shouldRefuseALineOverTheLimitOfNats() {
        Member alice = machine("a").join("alice");
        Member bob = machine("b").join("bob");
        alice.say("x".repeat(2 << 20));
        alice.say("short");
        bob.awaitHeard("alice> short");
        assertThat(alice.heard()).anyMatch(text -> text.matches("\\* Your message was not said: It has 2097\\d+ bytes "
                + "with the name and the headers, and NATS takes 1048576"));
        assertThat(bob.lines()).containsExactly("alice> short");
    }

    /** Keeps the lines of a room without a server. */
    private static final class Lines implements RoomListener {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void onLine(RoomLine line) {
            heard.add(line.speaker() + "> " + RoomLines.text(line.text()));
        }
    }

    @Test
    void shouldKeepSeveralRoomsOfOneStreamApart() {
        Lines first = new Lines();
        Lines second = new Lines();
        try (NatsRoom one = room("one", "a", first); NatsRoom dotted = room("one.two", "b", second);
                NatsRoom other = room("one", "c", new Lines())) {
            other.room().say(bytes("to one"));
            dotted.room().say(bytes("to two"));
            one.room().say(bytes("again"));
            Patience.until(() -> first.heard.size() == 2 && second.heard.size() == 1);
            assertThat(first.heard).containsExactly("server@c> to one", "server@a> again");
            assertThat(second.heard).containsExactly("server@b> to two");
            assertThat(one.room().guests()).hasSize(1);
        }
    }

    private NatsRoom room(String channel, String host, RoomListener listener) {
        return NatsRoom.builder(NatsOptions.of(nats.url()), channel).host(host).listener(listener).start();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldFindNamesForAllThatJoinAtOnce() throws Exception {
        List<Machine> both = List.of(machine("a"), machine("b"));
        List<Task<Void>> joining = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Machine machine = both.get(i % 2);
            joining.add(Task.run(() -> machine.join("alice")));
        }
        for (Task<Void> task : joining) {
            task.result();
        }
        Patience.await().untilAsserted(() -> assertThat(both.stream()
                .flatMap(machine -> machine.room().members().values().stream())
                .map(name -> name.toLowerCase(Locale.ROOT))).hasSize(10).doesNotHaveDuplicates());
    }

    @Test
    void shouldPassOverWhatIsNotOfARoomAndUnmaskANameThatIsTaken() throws Exception {
        Machine here = machine("a");
        Member alice = here.join("alice");
        Member bob = here.join("bob");
        directly(stranger -> {
            for (String text : List.of("", "no name", "* alice left", "alice> fake", "eve> hi")) {
                stranger.publish(SUBJECT + "lines", text.getBytes(StandardCharsets.UTF_8));
            }
            for (String text : List.of("", "shmooze-room 1", "shmooze-room 1\nmember x y z\n",
                    "shmooze-room 1\ninstance 1\nserver\n")) {
                stranger.publish(SUBJECT + "presence", text.getBytes(StandardCharsets.UTF_8));
            }
            bob.awaitHeard("eve> hi");
            alice.say("here");
            bob.awaitHeard("alice> here");
        });
        assertThat(bob.lines()).containsExactly("alice@elsewhere> fake", "eve> hi", "alice> here");
        assertThat(here.room().guests()).isEmpty();
    }

    @Test
    void shouldGiveSixtyMembersOnThreeMachinesTenThousandLines() throws Exception {
        int members = 60;
        int each = 10_000 / members + 1;
        List<Machine> three = List.of(machine("a"), machine("b"), machine("c"));
        List<Member> all = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            all.add(three.get(i % 3).join("m" + i));
        }
        List<Task<Void>> speakers = all.stream().map(member -> Task.run(() -> sayAll(member, "", each))).toList();
        for (Task<Void> speaker : speakers) {
            speaker.result();
        }
        all.forEach(member -> member.awaitLines(each * (members - 1)));
        all.forEach(Member::flush);
        List<String> order = all.get(0).lines();
        for (int i = 0; i < members; i++) {
            String own = "m" + i + "> ";
            List<String> heard = all.get(i).lines();
            assertThat(heard).as("m%d", i).hasSize(each * (members - 1)).doesNotHaveDuplicates();
            assertThat(heard.stream().filter(line -> !line.startsWith("m0> ")).toList()).as("the order of m%d", i)
                    .isEqualTo(order.stream().filter(line -> !line.startsWith(own)).toList());
            for (int speaker = 0; speaker < members; speaker++) {
                String prefix = "m" + speaker + "> ";
                if (speaker != i) {
                    assertThat(heard.stream().filter(line -> line.startsWith(prefix)).toList())
                            .isEqualTo(List.of(numbered("m" + speaker, "", each)));
                }
            }
        }
    }
}
