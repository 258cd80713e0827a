// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.CannotCreateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelLockTest {
    private static final long PID = ProcessHandle.current().pid();

    @TempDir
    Path parent;
    private SegmentDirectory directory;

    @BeforeEach
    void create() {
        directory = SegmentDirectory.create(parent.resolve("channels"), false);
    }

    @Test
    void shouldWriteThePidForOthersAndLeaveTheFileEmpty() throws IOException {
        Path file = directory.lockFile("chat");
        try (ChannelLock lock = take("chat")) {
            assertThat(lock).isNotNull();
            assertThat(file).hasContent(PID + "\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void shouldRefuseASecondOneInTheSameJvmByPid() {
        try (ChannelLock first = take("chat")) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> take("chat")).isInstanceOf(CannotCreateException.class)
                    .hasMessageContaining("'chat'").hasMessageContaining("process " + PID);
            // The refusal has not dropped the first one's lock.
            assertThatThrownBy(() -> take("chat")).isInstanceOf(CannotCreateException.class);
        }
    }

    @Test
    void shouldRefuseASecondOneByAnotherSpellingOfThePath() {
        SegmentDirectory sameAgain = SegmentDirectory.create(parent.resolve("x/../channels").normalize(), false);
        SegmentDirectory roundabout = SegmentDirectory.open(parent.resolve("channels/../channels"), Set.of());
        try (ChannelLock first = take("chat")) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> ChannelLock.take(sameAgain, "chat")).isInstanceOf(CannotCreateException.class);
            assertThatThrownBy(() -> ChannelLock.take(roundabout, "chat")).isInstanceOf(CannotCreateException.class);
        }
    }

    @Test
    void shouldLockEveryChannelOnItsOwn() {
        try (ChannelLock first = take("chat"); ChannelLock second = take("chat2")) {
            assertThat(first).isNotSameAs(second);
        }
    }

    @Test
    void shouldBeTakenAgainAfterItsRelease() {
        take("chat").close();
        take("chat").close();
    }

    @Test
    void shouldTakeOverWhatADeadServerLeft() throws IOException {
        Files.writeString(directory.lockFile("chat"), "999999999\n");
        try (ChannelLock lock = take("chat")) {
            assertThat(lock).isNotNull();
            assertThat(directory.lockFile("chat")).hasContent(PID + "\n");
        }
    }

    @Test
    void shouldTakeTheFileThatIsThereNow() throws IOException {
        Path file = directory.lockFile("chat");
        ChannelLock old = take("chat");
        Files.move(file, directory.lockFile("moved"));
        old.close();
        assertThat(directory.lockFile("moved")).isEmptyFile();
        try (ChannelLock lock = take("chat")) {
            assertThat(lock).isNotNull();
            assertThat(file).hasContent(PID + "\n");
        }
    }

    @Test
    void shouldRefuseALockFileThatIsNoFile() throws IOException {
        Path target = parent.resolve("target");
        Files.createSymbolicLink(directory.lockFile("link"), target);
        Files.createDirectory(directory.lockFile("directory"));
        assertThatThrownBy(() -> take("link")).isInstanceOf(CannotCreateException.class)
                .hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> take("directory")).isInstanceOf(CannotCreateException.class);
        assertThat(target).doesNotExist();
    }

    @Test
    void shouldLetExactlyOneOfManyThreadsHaveIt() throws Exception {
        int threads = 4;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CyclicBarrier start = new CyclicBarrier(threads);
        try {
            for (int round = 0; round < 50; round++) {
                Callable<ChannelLock> attempt = () -> {
                    start.await();
                    try {
                        return take("race");
                    } catch (CannotCreateException e) {
                        return null;
                    }
                };
                List<ChannelLock> winners = new ArrayList<>();
                for (Future<ChannelLock> taken : executor.invokeAll(List.of(attempt, attempt, attempt, attempt))) {
                    if (taken.get() != null) {
                        winners.add(taken.get());
                    }
                }
                assertThat(winners).as("round %d", round).hasSize(1);
                winners.get(0).close();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private ChannelLock take(String channel) {
        return ChannelLock.take(directory, channel);
    }
}
