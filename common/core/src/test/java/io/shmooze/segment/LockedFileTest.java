// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.testing.OtherCopy;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process has one descriptor of a locked file, however many copies of the library it has. */
@Timeout(60)
class LockedFileTest {
    private static final int ROUNDS = 100;

    @TempDir
    Path folder;
    private Path path;

    @BeforeEach
    void choose() {
        path = folder.resolve("a.lock");
    }

    /** Locks the file of a path; null if it is locked already. For both copies. */
    static final class Locking implements Function<String, AutoCloseable> {
        @Override
        public AutoCloseable apply(String name) {
            try {
                LockedFile.create(Path.of(name));
                LockedFile file = LockedFile.open(Path.of(name));
                if (!file.tryLock()) {
                    file.close();
                    return null;
                }
                return file;
            } catch (OverlappingFileLockException e) {
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Whether the file of a path must not be opened. For both copies. */
    static final class Asking implements Function<String, Boolean> {
        @Override
        public Boolean apply(String name) {
            try {
                return LockedFile.isOpen(Path.of(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private AutoCloseable lock() {
        return new Locking().apply(path.toString());
    }

    @Test
    void shouldNotTouchWhatAnotherCopyHasLocked() throws Exception {
        try (OtherCopy other = new OtherCopy()) {
            Function<String, AutoCloseable> locking = other.make(Locking.class);
            Function<String, Boolean> asking = other.make(Asking.class);
            try (AutoCloseable mine = lock()) {
                assertThat(mine).isNotNull();
                assertThat(asking.apply(path.toString())).isTrue();
                assertThat(locking.apply(path.toString())).isNull();
                assertThat(Tools.isLocked(path)).isTrue();
            }
            assertThat(Tools.isLocked(path)).isFalse();
            assertThat(asking.apply(path.toString())).isFalse();
            try (AutoCloseable theirs = locking.apply(path.toString())) {
                assertThat(theirs).isNotNull();
                assertThat(lock()).isNull();
                assertThat(LockedFile.isOpen(path)).isTrue();
                assertThat(Tools.isLocked(path)).isTrue();
            }
        }
    }

    @Test
    void shouldKnowTheFileByItsOtherNames() throws Exception {
        try (AutoCloseable mine = lock()) {
            assertThat(mine).isNotNull();
            Path second = Files.createLink(folder.resolve("second"), path);
            assertThat(LockedFile.isOpen(second)).isTrue();
            assertThat(LockedFile.isOpen(Files.createSymbolicLink(folder.resolve("link"), path))).isTrue();
            assertThatThrownBy(() -> LockedFile.open(second)).isInstanceOf(OverlappingFileLockException.class);
            Files.delete(path);
            Files.createFile(path);
            assertThat(LockedFile.isOpen(path)).isFalse();
            assertThat(Tools.isLocked(second)).isTrue();
        }
    }

    @Test
    void shouldNotDependOnTheSystemProperties() throws Exception {
        Properties before = System.getProperties();
        try (OtherCopy other = new OtherCopy(); AutoCloseable mine = lock()) {
            assertThat(mine).isNotNull();
            Function<String, AutoCloseable> locking = other.make(Locking.class);
            Function<String, Boolean> asking = other.make(Asking.class);
            System.setProperties(new Properties());
            assertThat(asking.apply(path.toString())).isTrue();
            assertThat(locking.apply(path.toString())).isNull();
            assertThat(Tools.isLocked(path)).isTrue();
        } finally {
            System.setProperties(before);
        }
        assertThat(before.values()).as("what prints them takes nothing but text").allMatch(String.class::isInstance);
    }

    @Test
    void shouldNotDropTheLockOfOtherCode() throws Exception {
        LockedFile.create(path);
        try (FileChannel foreign = FileChannel.open(path, StandardOpenOption.WRITE)) {
            try (FileLock held = foreign.lock()) {
                assertThat(held.isValid()).isTrue();
                assertThat(lock()).isNull();
                assertThat(lock()).isNull();
                assertThat(Tools.isLocked(path)).isTrue();
            }
            try (AutoCloseable mine = lock()) {
                assertThat(mine).isNotNull();
            }
            assertThat(Tools.isLocked(path)).isFalse();
        }
    }

    @Test
    void shouldStayLockedWhenNobodyRefersToIt() throws Exception {
        WeakReference<AutoCloseable> lock = new WeakReference<>(lock());
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        while (garbage.get() != null) {
            System.gc();
        }
        try (AutoCloseable stillThere = lock.get()) {
            assertThat(stillThere).isNotNull();
            assertThat(Tools.isLocked(path)).isTrue();
        }
    }

    @Test
    void shouldTellWhenItHasLostItsName() throws IOException {
        LockedFile.create(path);
        try (LockedFile file = LockedFile.open(path)) {
            assertThat(file.isAtItsPath()).isTrue();
            Files.move(path, folder.resolve("moved"));
            assertThat(file.isAtItsPath()).isFalse();
            LockedFile.create(path);
            assertThat(file.isAtItsPath()).isFalse();
        }
        assertThat(LockedFile.open(folder.resolve("none"))).isNull();
    }

    @Test
    void shouldLetExactlyOneThreadOfTwoCopiesHaveIt() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        CyclicBarrier start = new CyclicBarrier(4);
        try (OtherCopy other = new OtherCopy()) {
            List<Function<String, AutoCloseable>> copies = List.of(new Locking(), other.make(Locking.class));
            for (int round = 0; round < ROUNDS; round++) {
                Path file = folder.resolve("race" + round);
                List<Callable<AutoCloseable>> attempts = List.of(0, 1, 0, 1).stream()
                        .map(copy -> (Callable<AutoCloseable>) () -> {
                            start.await();
                            return copies.get(copy).apply(file.toString());
                        }).toList();
                List<AutoCloseable> winners = executor.invokeAll(attempts).stream().map(LockedFileTest::result)
                        .filter(Objects::nonNull).toList();
                assertThat(winners).as("round %d", round).hasSize(1);
                assertThat(Tools.isLocked(file)).as("round %d", round).isTrue();
                winners.get(0).close();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static AutoCloseable result(Future<AutoCloseable> attempt) {
        try {
            return attempt.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
