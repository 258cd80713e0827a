// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import java.io.BufferedReader;
import java.io.IOException;
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
        Process parent = new ProcessBuilder("sh", "-c", "exec 3<&0; cat <&3 >/dev/null & echo $!; exec sleep 600")
                .start();
        try {
            long ended = Long.parseLong(new BufferedReader(new InputStreamReader(parent.getInputStream())).readLine());
            // Not before: the shell would ask for the exit code.
            Patience.until(() -> read(parent.pid(), "comm").equals("sleep\n"));
            assertThat(Attached.isAlive(ended)).isTrue();
            parent.getOutputStream().close();
            Patience.until(() -> read(ended, "stat").contains(") Z "));
            assertThat(Attached.isAlive(ended)).isFalse();
            assertThat(Attached.isAlive(parent.pid())).isTrue();
        } finally {
            parent.destroyForcibly().waitFor();
        }
        assertThat(Attached.isAlive(parent.pid())).isFalse();
    }

    private static String read(long pid, String file) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), file));
    }

    @Test
    void shouldKnowThatThisProcessLives() {
        assertThat(Attached.isAlive(ProcessHandle.current().pid())).isTrue();
        assertThat(Attached.isAlive(0)).isFalse();
        assertThat(Attached.isAlive(-1)).isFalse();
    }
}
