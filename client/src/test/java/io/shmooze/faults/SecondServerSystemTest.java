// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Task;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 25 of RELIABILITY.md's table. A second server is refused with the first one's pid, and the first notices
 * nothing.
 */
@Timeout(120)
class SecondServerSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldRefuseASecondServerAndNameTheFirst() throws Exception {
        Program first = programs.server("t").start();
        first.awaitErrors("serving channel t");
        Program client = programs.client("t").start();
        first.awaitErrors(" joined");
        String errors = first.errors();
        List<String> files = programs.leftovers();
        String text = IntStream.range(0, 50_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
        Task<Void> traffic = Task.run(() -> client.feed(text));

        Program second = programs.server("t").fromNothing().start();
        second.awaitExit(73);
        assertThat(second.output()).isEmpty();
        assertThat(second.errors()).isEqualTo("shmooze-server: The channel 't' is served already, by process "
                + first.pid() + ": stop that one, or choose another channel\n");
        traffic.result();
        first.awaitOutput("\n49999\n");
        assertThat(first.output().equals(text)).isTrue();
        assertThat(first.errors()).isEqualTo(errors);
        assertThat(programs.leftovers()).isEqualTo(files);
        programs.client("t").fromNothing().start().awaitExit(0);
    }
}
