// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a test does with a program that has ended by itself, the test fails with the program's own reason. */
class ProgramTest {
    @TempDir
    private Path directory;

    @Test
    void shouldSayHowAProgramHasEndedThatIsToldSomething() throws IOException, InterruptedException {
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder("sh", "-c", "echo for no reason >&2; exit 7")
                .redirectError(errors.toFile()).start();
        process.waitFor();
        Program program = new Program(process, null, errors);
        assertTells(() -> program.feed("line\n"));
        // The line is still in the buffer.
        assertTells(program::endInput);
        assertTells(() -> program.awaitExit(0));
    }

    private static void assertTells(ThrowingCallable action) {
        assertThatThrownBy(action).hasMessageContaining("exitValue=7").hasMessageContaining("for no reason");
    }
}
