// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Session;
import io.shmooze.file.FileTransfer;
import io.shmooze.file.IncomingFile;
import io.shmooze.file.TransferState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The prompt's commands for files: which file they mean, and which name it gets. */
@Timeout(120)
class FileCommandsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path scratch;
    private final FakeScreen screen = new FakeScreen();
    private final FileTransfers files = new FileTransfers(screen, new Shutdown(), true, null);
    private final ScriptedSender sender = new ScriptedSender(files.exchange());
    private Path folder;
    private FileCommands commands;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectory(scratch.resolve("folder"));
        commands = new FileCommands(() -> List.<Session>of(sender.session), files, screen, folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "%/with space.txt; with space.txt", "\"%/with space.txt\"; with space.txt",
        "'%/with space.txt' ; with space.txt",
        "%/with space.txt --as other.txt; other.txt", "\"%/with space.txt\" --as \"a b\"; a b",
        "\"%/a --as b\"; a --as b", "'%/a --as b' --as c; c", "%/\"; \"",
        "%/2024-05-25T22:22:03.log; 2024-05-25T22:22:03.log"})
    void shouldSend(String typed, String name) throws IOException {
        for (String file : List.of("with space.txt", "a --as b", "\"", "2024-05-25T22:22:03.log")) {
            Files.createFile(scratch.resolve(file));
        }
        commands.send(typed.replace("%", scratch.toString()));
        assertThat(screen.announced).containsExactly("[1] offering " + name + " (0 bytes) to alice");
        files.exchange().close();
    }

    @Test
    void shouldCompletePaths() throws IOException {
        Files.createFile(scratch.resolve("with space.txt"));
        Files.createFile(scratch.resolve(".hidden"));
        Files.createFile(scratch.resolve("w\u001b[2J"));
        Files.createFile(folder.resolve("inner"));
        assertThat(commands.completions("/send", scratch + "/w")).containsExactly(scratch + "/with space.txt");
        assertThat(commands.completions("/send", scratch + "/")).containsExactlyInAnyOrder(
                scratch + "/with space.txt", scratch + "/folder/");
        assertThat(commands.completions("/send", scratch + "/folder/")).containsExactly(scratch + "/folder/inner");
        assertThat(commands.completions("/send", scratch + "/.h")).containsExactly(scratch + "/.hidden");
        assertThat(commands.completions("/send", scratch + "/missing/x")).isEmpty();
        assertThat(commands.completions("/send", "sr")).contains("src/");
    }

    @Test
    void shouldCompleteTheNumbersOfFiles() throws IOException {
        offer(1, "a.txt");
        commands.send(Files.createFile(scratch.resolve("b.txt")).toString());
        assertThat(commands.completions("/accept", "")).containsExactly("1");
        assertThat(commands.completions("/refuse", "2")).isEmpty();
        assertThat(commands.completions("/cancel", "")).containsExactly("1", "2");
        assertThat(commands.completions("/files", "")).isEmpty();
        files.exchange().close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"; a.txt", "1; a.txt", "1 other name; other name",
        "'\"other name\"'; other name",
        "other; other", "1 2024; 2024", "b.txt; b.txt"})
    void shouldTakeUnderAName(String typed, String name) throws IOException {
        offer(1, "a.txt");
        offer(2, "b.txt");
        List<FileTransfer> offered = List.copyOf(files.numbered().values());
        commands.accept(typed == null ? "" : typed);
        FileTransfer taken = offered.get(name.equals("b.txt") ? 1 : 0);
        assertThat(((IncomingFile) taken).isAccepted()).isTrue();
        sender.finishEmpty(name.equals("b.txt") ? 2 : 1);
        assertThat(taken.await(LONG)).isTrue();
        assertThat(folder.resolve(name)).isEmptyFile();
        assertThat(((IncomingFile) taken).path()).isEqualTo(folder.toRealPath().resolve(name));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"1; there is a a.txt already", "1 ../b; the name has a path in it",
        "1 .b.shmooze-part; the name is that of a file that is not whole"})
    void shouldLetAnotherNameBeChosen(String typed, String complaint) throws IOException {
        Files.writeString(folder.resolve("a.txt"), "precious");
        offer(1, "a.txt");
        FileTransfer offered = files.numbered().get(1);
        screen.announced.clear();
        commands.accept(typed);
        assertThat(screen.announced).hasSize(1);
        assertThat(screen.announced.get(0)).startsWith("Not taken: " + complaint)
                .endsWith("; /accept 1 NAME takes it under another name");
        assertThat(offered.state()).isEqualTo(TransferState.OFFERED);
        commands.accept("1 b.txt");
        sender.finishEmpty(1);
        assertThat(offered.await(LONG)).isTrue();
        assertThat(folder.resolve("b.txt")).isEmptyFile();
        assertThat(folder.resolve("a.txt")).hasContent("precious");
    }

    @Test
    void shouldLetAnotherNameBeChosenWhileOneOfTheSameNameIsOnItsWay() throws IOException {
        offer(1, "a.txt");
        offer(2, "a.txt");
        List<FileTransfer> offered = List.copyOf(files.numbered().values());
        commands.accept("1");
        sender.awaitWanted(1);
        commands.accept("2");
        assertThat(screen.announced).contains("Not taken: a file of that name is being received already; "
                + "/accept 2 NAME takes it under another name");
        commands.accept("2 b.txt");
        sender.finishEmpty(1);
        sender.finishEmpty(2);
        assertThat(offered).allMatch(file -> file.await(LONG)).allMatch(file -> file.state() == TransferState.DONE);
        assertThat(folder).isDirectoryContaining("glob:**/a.txt").isDirectoryContaining("glob:**/b.txt");
    }

    private void offer(long id, String name) {
        sender.say(ScriptedSender.OFFER, id, 0, name.getBytes(StandardCharsets.UTF_8));
    }
}
