// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.InterruptedSessionException;
import io.shmooze.UsageException;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that have no end, or whose reader waits for more, when they are looked at before they are offered. */
@Timeout(60)
class SourceFileTest {
    /** It looks like an empty regular file, but a read waits for the kernel's next message. */
    private static final Path KERNEL_LOG = Path.of("/proc/kmsg");

    @TempDir
    Path scratch;

    @Test
    void shouldNotWaitForTheEndOfAFileThatHasNone() {
        requireKernelLog();
        refusesWithoutAnEnd(KERNEL_LOG);
    }

    @Test
    void shouldNotWaitForTheEndBehindALink() throws IOException {
        requireKernelLog();
        refusesWithoutAnEnd(Files.createSymbolicLink(scratch.resolve("link"), KERNEL_LOG));
    }

    private static void refusesWithoutAnEnd(Path file) {
        assertThatThrownBy(() -> SourceFile.of(file, null)).isInstanceOf(UsageException.class).hasMessage("Reading "
                + file + " does not come to an end (waited 10 s): copy what you need of it, and send the copy");
        leavesNoThread();
    }

    @Test
    void shouldNotWaitAfterAnInterrupt() throws Exception {
        requireKernelLog();
        Thread caller = Thread.currentThread();
        Task<Void> interrupt = Task.run(() -> {
            Patience.until(() -> reader() != null);
            caller.interrupt();
        });
        assertThatThrownBy(() -> SourceFile.of(KERNEL_LOG, null)).isInstanceOf(InterruptedSessionException.class);
        assertThat(Thread.interrupted()).isTrue();
        interrupt.result();
        leavesNoThread();
    }

    private static void leavesNoThread() {
        Patience.until(() -> reader() == null);
    }

    private static Thread reader() {
        return Thread.getAllStackTraces().keySet().stream().filter(each -> each.getName().equals("shmooze-file-size"))
                .findAny().orElse(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "/dev/random", "/dev/tty", "/dev/kmsg"})
    void shouldNotOpenADevice(String device) {
        assumeTrue(Files.exists(Path.of(device)), () -> device + " is not there");
        refusesAnythingButARegularFile(Path.of(device));
    }

    @Test
    void shouldNotOpenAFifoThatNobodyWrites() throws IOException {
        Tools.require("mkfifo", "whether a FIFO is refused");
        Path fifo = scratch.resolve("fifo");
        Tools.run("mkfifo", fifo.toString());
        refusesAnythingButARegularFile(fifo);
        refusesAnythingButARegularFile(Files.createSymbolicLink(scratch.resolve("link"), fifo));
    }

    private static void refusesAnythingButARegularFile(Path file) {
        assertThatThrownBy(() -> SourceFile.of(file, null)).isInstanceOf(UsageException.class)
                .hasMessage("Not a regular file: " + file);
    }

    private static void requireKernelLog() {
        Tools.requireReadable(KERNEL_LOG, "whether a file without an end is refused");
    }
}
