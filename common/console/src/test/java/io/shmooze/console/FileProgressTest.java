// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.file.FileTransfer;
import io.shmooze.testing.Patience;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FileProgressTest {
    private static final long SIZE = 20_000;

    @TempDir
    Path folder;
    private final FakeScreen screen = new FakeScreen();
    private ScriptedSender sender;

    @BeforeEach
    void meetSender() {
        sender = new ScriptedSender(folder);
    }

    @Test
    void shouldDrawAFileAfterOneThatWasOverAtOnce() {
        sender.begin(1, "a", SIZE);
        FileTransfer running = sender.transfers().get(0);
        BlockingQueue<List<FileTransfer>> answers = new LinkedBlockingQueue<>();
        FileProgress progress = new FileProgress(screen, () -> answers.isEmpty() ? List.of() : answers.remove());
        progress.begin();
        Patience.until(() -> screen.drawn.size() == 1);
        assertThat(screen.drawn).containsOnlyNulls();
        answers.add(List.of(running));
        progress.begin();
        Patience.until(() -> screen.drawn.size() == 3);
        assertThat(screen.drawn.get(1)).startsWith("a [").endsWith("0% of 20 kB");
        assertThat(screen.drawn.get(2)).isNull();
    }

    @Test
    void shouldDrawTheFirstOfSeveral() {
        sender.begin(1, "a", SIZE);
        sender.begin(2, "b", SIZE);
        FileProgress progress = new FileProgress(screen, sender::transfers);
        progress.begin();
        Patience.until(() -> !screen.drawn.isEmpty());
        assertThat(screen.drawn.get(0)).endsWith(", and 1 more");
        sender.transfers().forEach(file -> file.cancel("test"));
        Patience.until(() -> screen.drawn.contains(null));
    }
}
