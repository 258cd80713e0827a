// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
@Timeout(120)
class AttachedTest {
    /** In a container without an init, nobody asks for the exit code of a killed Qt program. */
    @Test
    void shouldTakeAProcessForDeadThatNobodyHasWaitedFor() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "true & echo $!; exec sleep 600").start();
        try {
            long ended = Long.parseLong(new BufferedReader(new InputStreamReader(parent.getInputStream())).readLine());
            Patience.until(() -> Files.readString(Path.of("/proc", Long.toString(ended), "stat")).contains(") Z "));
            assertThat(Attached.isAlive(ended)).isFalse();
            assertThat(Attached.isAlive(parent.pid())).isTrue();
        } finally {
            parent.destroyForcibly().waitFor();
        }
        assertThat(Attached.isAlive(parent.pid())).isFalse();
    }

    @Test
    void shouldKnowThatThisProcessLives() {
        assertThat(Attached.isAlive(ProcessHandle.current().pid())).isTrue();
        assertThat(Attached.isAlive(0)).isFalse();
        assertThat(Attached.isAlive(-1)).isFalse();
    }
}
