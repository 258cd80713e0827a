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

class LaunchTest {
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
        Launch launch = new Launch(Role.SERVER, invocation -> {
            assertThat(invocation.channel()).isEqualTo("t");
            assertThat(invocation.separator()).isZero();
            assertThat(invocation.arguments().has(Flag.ROOM)).isTrue();
            assertThat(invocation.settings().get(Setting.MAX_CLIENTS)).isEqualTo(3);
            return Conclusion.of(ExitCode.DONE);
        });
        assertThat(launch.run(new String[] {"-0", "--room", "--max-clients", "3", "t"}, Map.of())).isZero();
        assertThat(complaints()).isEmpty();
    }

    @Test
    void shouldHaveDefaults() {
        Launch launch = new Launch(Role.CLIENT, invocation -> {
            assertThat(invocation.channel()).isEqualTo("chat");
            assertThat(invocation.separator()).isEqualTo((byte) '\n');
            assertThat(invocation.arguments().linger()).isZero();
            return Conclusion.of(ExitCode.DONE);
        });
        assertThat(launch.run(new String[0], Map.of())).isZero();
    }

    @Test
    void shouldPrintTheHelpText() {
        assertThat(run(Role.CLIENT, "--help")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains(
                "Usage: java -jar shmooze-client.jar [options] [CHANNEL]", "--linger=TIME", "--connect-timeout=TIME",
                "Default: 10s", "Exit codes:", "  77   not permitted")
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
        refuses("Unmatched argument at index 1: 'b'", "a", "b");
        refuses("Missing required parameter for option '--wait' (HOW)", "--wait");
        refuses("option '--name' (NAME) should be specified only once", "--name", "a", "--name", "b");
        refuses("Unknown option: '--linger'", "--linger");
        refuses("Unknown option: '--f^[[31m'", "--f\u001b[31m");
    }

    private void refuses(String complaint, String... words) {
        complained.reset();
        assertThat(run(Role.SERVER, words)).isEqualTo(2);
        assertThat(complaints()).isEqualTo("shmooze-server: " + complaint
                + "\nshmooze-server: Try java -jar shmooze-server.jar --help\n");
    }

    @Test
    void shouldTellAnErrorInOneLine() {
        Launch launch = new Launch(Role.CLIENT, invocation -> {
            throw new UnavailableException("Nobody\nthere");
        });
        assertThat(launch.run(new String[0], Map.of())).isEqualTo(69);
        assertThat(complaints()).isEqualTo("shmooze-client: Nobody^Jthere\n");
    }

    @Test
    void shouldTellWhereAnErrorCameFromIfAsked() {
        String level = System.getProperty("shmooze.log.level");
        Launch launch = new Launch(Role.CLIENT, invocation -> {
            throw new IllegalStateException("oops");
        });
        assertThat(launch.run(new String[] {"--verbose"}, Map.of())).isEqualTo(1);
        assertThat(complaints()).startsWith("shmooze-client: java.lang.IllegalStateException: oops\n")
                .contains("\tat io.shmooze.console.LaunchTest");
        if (level == null) {
            System.clearProperty("shmooze.log.level");
        }
    }

    @Test
    void shouldWarnOnceOfVariablesThatAreNoSettings() {
        Launch launch = new Launch(Role.SERVER, invocation -> Conclusion.of(ExitCode.DONE));
        Map<String, String> variables = Map.of("SHMOOZE_PORT", "x", "SHMOOZE_SERVICE_HOST", "y", "SHMOOZE_A\n", "z");
        assertThat(launch.run(new String[0], variables)).isZero();
        assertThat(complaints()).isEqualTo("shmooze-server: Ignoring what is no setting in the environment: "
                + "SHMOOZE_A^J, SHMOOZE_PORT, SHMOOZE_SERVICE_HOST\n");
        complained.reset();
        assertThat(launch.run(new String[] {"--version"}, variables)).isZero();
        assertThat(complaints()).isEmpty();
    }

    @Test
    void shouldRefuseABadTimeToLinger() {
        Launch launch = new Launch(Role.CLIENT, invocation -> {
            invocation.arguments().linger();
            return Conclusion.of(ExitCode.DONE);
        });
        assertThat(launch.run(new String[] {"--linger", "soon"}, Map.of())).isEqualTo(2);
        assertThat(complaints()).isEqualTo(
                "shmooze-client: Option --linger: \"soon\" is not a time from 0s to 24h, such as 500ms, 10s or 2m\n");
    }

    private static int run(Role role, String... words) {
        return new Launch(role, invocation -> Conclusion.of(ExitCode.DONE)).run(words, Map.of());
    }

    private String complaints() {
        return complained.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
