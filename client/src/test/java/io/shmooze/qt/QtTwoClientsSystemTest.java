// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.OneQtTestAtATime;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two Qt clients at one server of ours split its messages, as the protocol has it, and nothing worse happens. */
@ExtendWith(OneQtTestAtATime.class)
@Timeout(120)
class QtTwoClientsSystemTest {
    private static final int COUNT = 200;

    @RegisterExtension
    final QtRig rig = new QtRig();
    private final List<String> received = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource
    void shouldSplitMessagesAndGoOnWithTheOneThatIsLeft(QtVersion version) {
        QtMailbox server =
                rig.open(rig.mailbox(QtEnd.SERVER).onMessage((session, message) -> received.add(message.text())));
        Program first = rig.chat(version, QtEnd.CLIENT, "lines");
        Program second = rig.chat(version, QtEnd.CLIENT, "lines");
        sendEach(server, 0, COUNT);
        Patience.until(() -> got(first).size() + got(second).size() == COUNT);
        assertThat(Stream.concat(got(first).stream(), got(second).stream()))
                .containsExactlyInAnyOrderElementsOf(numbers(0, COUNT));
        assertThat(got(first)).isSorted();
        assertThat(got(second)).isSorted();
        expect(first, "from the first");
        expect(second, "from the second");
        first.signal("KILL");
        first.awaitExit(137);
        int before = got(second).size();
        sendEach(server, COUNT, 2 * COUNT);
        Patience.until(() -> got(second).size() == before + COUNT);
        assertThat(got(second).subList(before, before + COUNT)).isEqualTo(numbers(COUNT, 2 * COUNT));
        expect(second, "still there");
        second.endInput();
        second.awaitExit(0);
    }

    private void expect(Program from, String text) {
        from.feed(text + "\n");
        Patience.until(() -> received.contains(text));
    }

    private static void sendEach(QtMailbox server, int from, int end) {
        numbers(from, end).forEach(number -> server.send(number.toString()));
        server.flush(QtRig.LONG);
    }

    private static List<Integer> numbers(int from, int end) {
        return IntStream.range(from, end).boxed().toList();
    }

    /** Whole lines only. */
    private static List<Integer> got(Program client) {
        String output = client.output();
        return output.substring(0, output.lastIndexOf('\n') + 1).lines().filter(line -> line.startsWith("got "))
                .map(line -> Integer.parseInt(line.substring("got ".length()))).toList();
    }
}
