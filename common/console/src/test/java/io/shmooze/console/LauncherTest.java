// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.UnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void shouldPassOnWhatWasAskedFor() {
        Launcher launch = new Launcher(Role.SERVER, invocation -> {
            assertThat(invocation.channel()).isEqualTo("t");
            assertThat(invocation.separator()).isZero();
            assertThat(invocation.arguments().has(Flag.ROOM)).isTrue();
            assertThat(invocation.settings().get(Setting.MAX_CLIENTS)).isEqualTo(3);
            return ExitStatus.of(ExitCode.DONE);
        });
        assertThat(launch.run(new String[] {"-0", "--room", "--max-clients", "3", "t"}, Map.of())).isZero();
        assertThat(complaints()).isEmpty();
    }

    @Test
    void shouldHaveDefaults() {
        Launcher launch = new Launcher(Role.CLIENT, invocation -> {
            assertThat(invocation.channel()).isEqualTo("chat");
            assertThat(invocation.separator()).isEqualTo((byte) '\n');
            assertThat(invocation.arguments().linger()).isZero();
            return ExitStatus.of(ExitCode.DONE);
        });
        assertThat(launch.run(new String[0], Map.of())).isZero();
    }

    @Test
    void shouldPrintTheHelpText() {
        assertThat(run(Role.CLIENT, "--help")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains(
                "Usage: java -jar shmooze-client.jar [options] [CHANNEL]", "--linger=TIME", "--connect-timeout=TIME",
                "Default: 10s", "Exit codes:", "  77    not permitted", "  130   Ctrl-C while")
                .doesNotContain("--room", "--segment-size", "%n", "%%");
        assertThat(run(Role.SERVER, "-h")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("--room", "--segment-size=SIZE");
    }

    @Test
    void shouldPrintTheVersion() {
        assertThat(run(Role.SERVER, "--version")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("shmooze-server ").contains(", Java ");
    }

    @Test
    void shouldRefuseWhatItDoesNotUnderstand() {
        refuses("Unknown option: '--foo'", "--foo");
        refuses("'b' is one word too many", "a", "b");
        refuses("There is no command 'sned'; did you mean send?", "sned", "file");
        refuses("Unknown option: '--acept'; did you mean --accept?", "--acept", "x");
        refuses("Missing required parameter for option '--wait' (HOW)", "--wait");
        refuses("option '--name' (NAME) should be specified only once", "--name", "a", "--name", "b");
        refuses("Unknown option: '--linger'", "--linger");
        refuses("Unknown option: '--f^[[31m'", "--f\u001b[31m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "bench", "help"})
    void shouldRefuseAChannelThatIsNamedLikeACommandOfEitherProgram(String name) {
        assertThat(run(Role.SERVER, "--verbose", name)).isEqualTo(2);
        assertThat(complaints()).startsWith("shmooze-server: \"" + name
                + "\" is a command, which has to be the first word; a channel of this name is --channel " + name);
        assertThat(run(Role.RECEIVE_CLIENT, name)).isEqualTo(2);
        Launcher launch = new Launcher(Role.SERVER, invocation -> {
            assertThat(invocation.channel()).isEqualTo(name);
            return ExitStatus.of(ExitCode.DONE);
        });
        assertThat(launch.run(new String[] {"--channel", name}, Map.of())).isZero();
    }

    @Test
    void shouldRefuseTwoChannels() {
        assertThat(run(Role.CLIENT, "--channel", "a", "b")).isEqualTo(2);
        assertThat(complaints()).isEqualTo(
                "shmooze-client: The channel is given twice: as \"b\" and with --channel\n");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldFitTheHelpTextIntoATerminal(Role role) {
        String help = CommandLines.help(role);
        assertThat(help.lines()).allMatch(line -> line.length() < 80);
        assertThat(help.split("\n  java -jar ", -1)).as("two examples").hasSize(3);
    }

    @Test
    void shouldListTheCommandsOfEachProgram() {
        assertThat(CommandLines.help(Role.CLIENT)).contains("\n  send ", "\n  receive ", "\n  frames ", "\n  picture ",
                "\n  bench ", "\n  qt-status ", "\n  qt-clean ", "\n  help ");
        assertThat(CommandLines.help(Role.SERVER)).contains("\n  receive ").doesNotContain("\n  bench ");
    }

    @ParameterizedTest
    @CsvSource({"help, --help", "help help, --help", "help send, send --help", "help qt-clean, qt-clean --help",
        "help --name, --name --help", "help sned, help sned", "send help, send help", "chat, chat"})
    void shouldKnowWhichHelpTextIsMeant(String typed, String meant) {
        assertThat(CommandName.resolve(Role.CLIENT, typed.split(" "))).containsExactly(meant.split(" "));
        assertThat(CommandName.resolve(Role.CLIENT, new String[0])).isEmpty();
    }

    @Test
    void shouldHaveNoHelpTextForWhatIsNoCommand() {
        refuses("There is no command 'sned'; did you mean send?", "help", "sned");
        refuses("There is no command 'sned'; did you mean send?", "help", "sned", "file");
        refuses("There is no command 'chat'", "help", "chat");
        refuses("There is no command 'qt-clean'", CommandName.resolve(Role.SERVER, new String[] {"help", "qt-clean"}));
    }

    @Test
    void shouldSayThatACommandIsNotTheFirstWordHoweverManyFollow() {
        String hint = "\"send\" is a command, which has to be the first word; a channel of this name is --channel send";
        refuses(hint, "--name", "x", "send", "fc");
        refuses(hint, "--room", "send", "a", "b");
        refuses("There is no command 'sned'; did you mean send?", "--name", "x", "sned", "fc");
        refuses("Unknown option: '--acept'; did you mean --accept?", "--acept", "send");
        assertThat(run(Role.RECEIVE_CLIENT, "send", "fc")).isEqualTo(2);
        assertThat(complaints()).contains("shmooze-client: " + hint);
    }

    private void refuses(String complaint, String... words) {
        complained.reset();
        assertThat(run(Role.SERVER, words)).isEqualTo(2);
        assertThat(complaints()).isEqualTo("shmooze-server: " + complaint
                + "\nshmooze-server: Try java -jar shmooze-server.jar --help\n");
    }

    @Test
    void shouldTellAnErrorInOneLine() {
        Launcher launch = new Launcher(Role.CLIENT, invocation -> {
            throw new UnavailableException("Nobody\nthere");
        });
        assertThat(launch.run(new String[0], Map.of())).isEqualTo(69);
        assertThat(complaints()).isEqualTo("shmooze-client: Nobody^Jthere\n");
    }

    @Test
    void shouldTellWhereAnErrorCameFromIfAsked() {
        String level = System.getProperty("shmooze.log.level");
        Launcher launch = new Launcher(Role.CLIENT, invocation -> {
            throw new IllegalStateException("oops");
        });
        assertThat(launch.run(new String[] {"--verbose"}, Map.of())).isEqualTo(1);
        assertThat(complaints()).startsWith("shmooze-client: java.lang.IllegalStateException: oops\n")
                .contains("\tat io.shmooze.console.LauncherTest");
        if (level == null) {
            System.clearProperty("shmooze.log.level");
        }
    }

    @Test
    void shouldWarnOnceOfVariablesThatAreNoSettings() {
        Launcher launch = new Launcher(Role.SERVER, invocation -> ExitStatus.of(ExitCode.DONE));
        Map<String, String> variables = Map.of("SHMOOZE_PORT", "x", "SHMOOZE_SERVICE_HOST", "y", "SHMOOZE_A\n", "z");
        assertThat(launch.run(new String[0], variables)).isZero();
        assertThat(complaints()).isEqualTo("shmooze-server: Ignoring environment variables that are not settings: "
                + "SHMOOZE_A^J, SHMOOZE_PORT, SHMOOZE_SERVICE_HOST\n");
        complained.reset();
        assertThat(launch.run(new String[] {"--version"}, variables)).isZero();
        assertThat(complaints()).isEmpty();
    }

    @Test
    void shouldRefuseABadTimeToLinger() {
        Launcher launch = new Launcher(Role.CLIENT, invocation -> {
            invocation.arguments().linger();
            return ExitStatus.of(ExitCode.DONE);
        });
        assertThat(launch.run(new String[] {"--linger", "soon"}, Map.of())).isEqualTo(2);
        assertThat(complaints()).isEqualTo(
                "shmooze-client: Option --linger: \"soon\" is not a time from 0s to 24h, such as 500ms, 10s or 2m\n");
    }

    private static int run(Role role, String... words) {
        return new Launcher(role, invocation -> ExitStatus.of(ExitCode.DONE)).run(words, Map.of());
    }

    private String complaints() {
        return complained.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
