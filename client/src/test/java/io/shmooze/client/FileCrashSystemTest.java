// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Kills senders and receivers at random moments: a file is never wrong, at most the part stays, and the next attempt
 * succeeds. System properties make it longer: {@code shmooze.file.kills} for each of the two, and
 * {@code shmooze.file.bytes} for the constant memory.
 */
@Timeout(600)
class FileCrashSystemTest {
    private static final int KILLS = Integer.getInteger("shmooze.file.kills", 3);
    private static final long BYTES = Long.getLong("shmooze.file.bytes", 64_000_000);
    private static final String PART = ".a.bin.shmooze-part";
    private static final long LENGTH = 40_000_000;
    private static final int LATEST_MS = 150;

    @RegisterExtension
    final Programs programs = new Programs();
    private final Random random = new Random(Seed.of(getClass()));
    private Path folder;
    private Path file;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(programs.file("folder"));
        file = programs.file("a.bin");
    }

    private Program receiver() {
        return programs.server("--segment-size", "64K", "--accept", folder.toString(), "t").start();
    }

    private Program sender() {
        return programs.bare("client", "send", "--directory", programs.directory().toString(), "--channel", "t",
                file.toString()).start();
    }

    /** Kills it some time after bytes have begun to arrive; the file may be complete by then. */
    private void killInTheMiddle(Program victim) {
        long before = partLength();
        Patience.until(() -> partLength() > before || Files.exists(folder.resolve("a.bin")));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LATEST_MS)));
        // Kills it by SIGKILL; does not fail if it has ended meanwhile.
        victim.close();
    }

    private long partLength() {
        return folder.resolve(PART).toFile().length();
    }

    private void checkFolder() {
        Patience.until(() -> FileExchangePair.names(folder).size() <= 1);
        assertThat(FileExchangePair.names(folder)).isSubsetOf("a.bin", PART);
        if (Files.exists(folder.resolve("a.bin"))) {
            assertThat(folder.resolve("a.bin")).hasSameBinaryContentAs(file);
        }
    }

    private void removeResult() throws IOException {
        Files.deleteIfExists(folder.resolve("a.bin"));
    }

    @Test
    void shouldGoOnAfterTheSenderWasKilled() throws IOException {
        RandomFile.write(file, LENGTH);
        Program receiver = receiver();
        for (int i = 0; i < KILLS; i++) {
            killInTheMiddle(sender());
            checkFolder();
            removeResult();
        }
        Patience.until(() -> lines(receiver, " joined") == lines(receiver, " died") + lines(receiver, " left"));
        boolean partial = Files.exists(folder.resolve(PART));
        Program last = sender();
        last.awaitExit(0);
        assertThat(last.errors().contains("of it were there before")).isEqualTo(partial);
        assertThat(folder.resolve("a.bin")).hasSameBinaryContentAs(file);
        assertThat(FileExchangePair.names(folder)).isEqualTo(List.of("a.bin"));
    }

    private static long lines(Program receiver, String word) {
        return receiver.errors().lines().filter(line -> line.contains(word)).count();
    }

    @Test
    void shouldGoOnWithTheNextReceiverAfterItWasKilled() throws IOException {
        RandomFile.write(file, LENGTH);
        Program receiver = receiver();
        Program sender = sender();
        for (int i = 0; i < KILLS && sender.isAlive(); i++) {
            killInTheMiddle(receiver);
            checkFolder();
            receiver = receiver();
        }
        sender.awaitExit(0);
        assertThat(folder.resolve("a.bin")).hasSameBinaryContentAs(file);
        assertThat(FileExchangePair.names(folder)).isEqualTo(List.of("a.bin"));
    }

    @Test
    void shouldNeedNoMoreMemoryForALargeFile() throws IOException {
        RandomFile.write(file, BYTES);
        String small = "-Xmx16m -XX:MaxDirectMemorySize=2m -XX:+ExitOnOutOfMemoryError";
        Program receiver = programs.server("--segment-size", "1M", "--accept", folder.toString(), "t")
                .with("JDK_JAVA_OPTIONS", small).start();
        Program sender = programs.bare("client", "send", "--directory", programs.directory().toString(), "--channel",
                "t", file.toString()).with("JDK_JAVA_OPTIONS", small).start();
        Patience.await().atMost(9, TimeUnit.MINUTES).until(() -> !sender.isAlive());
        sender.awaitExit(0);
        receiver.awaitErrors("Received ");
        assertThat(Files.mismatch(folder.resolve("a.bin"), file)).isEqualTo(-1);
    }
}
