// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.ChannelKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptCommandsTest {
    private final AttachedSessions sessions = new AttachedSessions();
    private final FakeScreen screen = new FakeScreen();
    private final Shutdown shutdown = new Shutdown();
    private final FileTransfers files = new FileTransfers(screen, shutdown, true, null);
    private final FileCommands fileCommands = new FileCommands(sessions::reachable, files, screen, Path.of("/nowhere"));
    private final PromptCommands commands = new PromptCommands(sessions, fileCommands, screen, shutdown::stop);

    @ParameterizedTest
    @CsvSource({"hello, hello", "' a ', ' a '", "//who, /who", "///, //", "a/b, a/b"})
    void shouldSendText(String line, String text) {
        assertThat(commands.interpret(line)).isEqualTo(text);
        assertThat(screen.announced).isEmpty();
    }

    @Test
    void shouldNotSendAnEmptyLine() {
        assertThat(commands.interpret("")).isNull();
    }

    @Test
    void shouldListTheCommands() {
        assertThat(commands.interpret("/help")).isNull();
        assertThat(screen.announced).extracting(line -> line.split(" ")[0])
                .containsExactly("/help", "/who", "/nick", "/stats", "/send", "/accept", "/refuse", "/cancel", "/files",
                        "/quit", "/exit", "//");
    }

    @Test
    void shouldOfferNoFilesWhereNoneCanGo() {
        PromptCommands withoutFiles = new PromptCommands(sessions, null, screen, shutdown::stop);
        withoutFiles.interpret("/help");
        assertThat(screen.announced).extracting(line -> line.split(" ")[0])
                .containsExactly("/help", "/who", "/nick", "/stats", "/quit", "/exit", "//");
        screen.announced.clear();
        withoutFiles.interpret("/send x");
        assertThat(screen.announced).containsExactly("The Qt protocol carries no files");
    }

    @Test
    void shouldSayWhoIsThere() {
        commands.interpret("/who");
        sessions.joined(new FakeSession(12, "alice"));
        sessions.joined(new FakeSession(13, "13"));
        commands.interpret("/who ");
        assertThat(screen.announced).containsExactly(
                "Nobody is attached", "alice (pid 12, user ann)", "pid 13 (user ann)");
    }

    @Test
    void shouldAskTheRoomForWhatOnlyTheRoomKnows() {
        FakeSession room = new FakeSession(12, "host", ChannelKind.ROOM);
        sessions.joined(room);
        commands.interpret("/who");
        commands.interpret("/nick  bob");
        assertThat(room.sent).containsExactly("/who", "/nick bob");
        room.full = true;
        commands.interpret("/who");
        room.full = false;
        room.closed = true;
        commands.interpret("/who");
        assertThat(screen.announced).containsExactly(
                "Not done: the room does not take messages at the moment; try again",
                "Not done: the room is gone");
    }

    @Test
    void shouldRenameNobodyWithoutARoomOrAName() {
        FakeSession server = new FakeSession(12, "host");
        sessions.joined(server);
        commands.interpret("/nick bob");
        commands.interpret("/nick");
        commands.interpret("/nick bob smith");
        assertThat(screen.announced).containsExactly(
                "Not done: this is not a room; start the program with --name NAME to give it a name",
                "Not done: The name '' is not usable: take 1 to 64 characters without spaces",
                "Not done: The name 'bob smith' is not usable: take 1 to 64 characters without spaces");
        assertThat(server.sent).isEmpty();
    }

    @Test
    void shouldMakeNamesHarmless() {
        sessions.joined(new FakeSession(12, "a\u001b[2J"));
        commands.interpret("/who");
        assertThat(screen.announced).containsExactly("a^[[2J (pid 12, user ann)");
    }

    @Test
    void shouldCount() {
        sessions.joined(new FakeSession(12, "alice"));
        commands.interpret("/stats");
        assertThat(screen.announced).containsExactly("alice (pid 12, user ann): sent 1 message (2 bytes), "
                + "received 3 messages (4 bytes), rang 5 times, slept 6 times");
    }

    @Test
    void shouldQuit() {
        assertThat(commands.interpret("/quit")).isNull();
        assertThat(shutdown.hasBegun()).isTrue();
    }

    @Test
    void shouldLeaveByExitAsWell() {
        assertThat(commands.interpret("/exit")).isNull();
        assertThat(shutdown.hasBegun()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/help send", "/help /send", "'/help   send '"})
    void shouldExplainOneCommand(String line) {
        commands.interpret(line);
        assertThat(screen.announced).hasSize(1).first().asString().startsWith("/send FILE ");
    }

    @Test
    void shouldExplainExit() {
        commands.interpret("/help exit");
        assertThat(screen.announced).containsExactly("/exit      the same as /quit");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/help sned | There is no command /sned; did you mean /send? /help lists them, and // sends a slash",
        "/h | There is no command /h; /help lists them, and // sends a slash",
        "/qu | There is no command /qu; did you mean /quit? /help lists them, and // sends a slash",
        "/who there | /who takes no argument", "/quit now | /quit takes no argument",
        "/exit now | /exit takes no argument",
        "/ext | There is no command /ext; did you mean /exit? /help lists them, and // sends a slash"})
    void shouldSayWhatIsWrongWithACommand(String line, String said) {
        commands.interpret(line);
        assertThat(screen.announced).containsExactly(said);
        assertThat(shutdown.hasBegun()).isFalse();
    }

    @Test
    void shouldCompleteCommands() {
        assertThat(commands.completions(List.of("/"))).contains("/help", "/send", "/quit").doesNotContain("//");
        assertThat(commands.completions(List.of("/e"))).containsExactly("/exit");
        assertThat(commands.completions(List.of("/s"))).containsExactly("/stats", "/send");
        assertThat(commands.completions(List.of("/help", "a"))).containsExactly("accept");
        assertThat(commands.completions(List.of("/help", "/a"))).containsExactly("/accept");
        assertThat(commands.completions(List.of("/who", "a"))).isEmpty();
        PromptCommands withoutFiles = new PromptCommands(sessions, null, screen, shutdown::stop);
        assertThat(withoutFiles.completions(List.of("/s"))).containsExactly("/stats");
        assertThat(withoutFiles.completions(List.of("/send", ""))).isEmpty();
    }

    @Test
    void shouldNotSendAnUnknownCommand() {
        assertThat(commands.interpret("/quti now")).isNull();
        assertThat(screen.announced).containsExactly(
                "There is no command /quti; did you mean /quit? /help lists them, and // sends a slash");
        assertThat(shutdown.hasBegun()).isFalse();
    }
}
