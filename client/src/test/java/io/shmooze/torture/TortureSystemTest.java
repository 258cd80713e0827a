// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Seed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** Short runs of the torture; common/docs/RELIABILITY.md has the commands of the long ones. */
@Timeout(300)
class TortureSystemTest {
    @Test
    void shouldLoseAndLeakNothingWhereProcessesAreKilled() {
        assertThat(exitCode("--kills", "6")).isZero();
    }

    @Test
    void shouldNotGrowWhereClientsAndServersComeAndGo() {
        assertThat(exitCode("--soak", "8s")).isZero();
    }

    private static int exitCode(String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--seed", Long.toString(Seed.of(TortureSystemTest.class))));
        return new CommandLine(new Torture()).execute(arguments.toArray(new String[0]));
    }
}
