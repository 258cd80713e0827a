// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.UsageException;
import io.shmooze.WaitStrategy;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.session.SessionDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path scratch;

    @Test
    void shouldHaveTheLibrarysDefaults() {
        Settings settings = settings(Map.of());
        assertThat(settings.get(Setting.DIRECTORY)).isEqualTo(SegmentDirectory.defaultPath());
        assertThat(settings.get(Setting.SEGMENT_SIZE)).isEqualTo(SessionDefaults.SEGMENT_SIZE);
        assertThat(settings.get(Setting.WAIT)).isEqualTo(WaitStrategy.ADAPTIVE);
        assertThat(settings.get(Setting.CONNECT_TIMEOUT)).isEqualTo(SessionDefaults.CONNECT_TIMEOUT);
        assertThat(settings.get(Setting.RECONNECT_TIMEOUT)).isEqualTo(SessionDefaults.RECONNECT_TIMEOUT);
        assertThat(settings.get(Setting.MAX_CLIENTS)).isEqualTo(SessionDefaults.MAX_CLIENTS);
        assertThat(settings.get(Setting.MAX_MESSAGE_LENGTH)).isEqualTo(SessionDefaults.MAX_MESSAGE_LENGTH);
        assertThat(settings.get(Setting.NAME)).isNull();
    }

    @Test
    void shouldPreferTheCommandLineToTheEnvironmentToTheFile() throws IOException {
        String file = file("segment-size = 2K", "max-clients = 2", "name = file");
        Map<String, String> variables = Map.of("SHMOOZE_MAX_CLIENTS", "3", "SHMOOZE_NAME", "variable");
        Settings settings = settings(variables, "--config", file, "--name", "option");
        assertThat(settings.get(Setting.SEGMENT_SIZE)).isEqualTo(2048);
        assertThat(settings.get(Setting.MAX_CLIENTS)).isEqualTo(3);
        assertThat(settings.get(Setting.NAME)).isEqualTo("option");
    }

    @Test
    void shouldReadTheFileThatTheEnvironmentNames() throws IOException {
        Map<String, String> variables = Map.of("SHMOOZE_CONFIG", file("wait = blocking"));
        assertThat(settings(variables).get(Setting.WAIT)).isEqualTo(WaitStrategy.BLOCKING);
        Settings others = settings(variables, "--config", file("name = x"));
        assertThat(others.get(Setting.WAIT)).isEqualTo(WaitStrategy.ADAPTIVE);
    }

    @Test
    void shouldTakeTheOtherProgramsSettingsInTheFileAndTheEnvironment() throws IOException {
        String file = file("reconnect-timeout = 2s");
        Settings settings = settings(Map.of("SHMOOZE_CONNECT_TIMEOUT", "1s"), "--config", file);
        assertThat(settings.get(Setting.CONNECT_TIMEOUT)).hasSeconds(1);
        assertThat(settings.get(Setting.RECONNECT_TIMEOUT)).hasSeconds(2);
    }

    @Test
    void shouldNameTheOption() {
        refuses("Option --wait: \"now\" is not spinning, adaptive or blocking", Map.of(), "--wait", "now");
    }

    @Test
    void shouldNameTheVariable() {
        refuses("Variable SHMOOZE_SEGMENT_SIZE: \"7\" is not a size from 1K to 1G, such as 1024, 64K or 1M",
                Map.of("SHMOOZE_SEGMENT_SIZE", "7"));
    }

    @Test
    void shouldShowNoPassword() {
        refuses("Variable SHMOOZE_NATS: \"nats://***@host\" is not a URL such as nats://host:4222 or tls://host:4222, "
                + "without a user or password", Map.of("SHMOOZE_NATS", "nats://ann:secret@host"));
        assertThat(Setting.NATS_PASSWORD.isOfUseTo(Role.SERVER)).isFalse();
        assertThat(settings(Map.of("SHMOOZE_NATS_PASSWORD", "a b")).get(Setting.NATS_PASSWORD)).isEqualTo("a b");
    }

    @Test
    void shouldPassOverVariablesThatAreNoSettings() {
        Map<String, String> variables = Map.of("SHMOOZE_SERVICE_HOST", "10.0.0.1", "SHMOOZE_PORT", "tcp://10.0.0.1:80",
                "SHMOOZE_WIAT", "x", "SHMOOZE_WAIT", "blocking", "SHMOOZE_CONFIG_", "", "SHMOOZE_", "", "SHMOOZER", "");
        assertThat(settings(variables).get(Setting.WAIT)).isEqualTo(WaitStrategy.BLOCKING);
        assertThat(Environment.unknown(variables)).containsExactly("SHMOOZE_", "SHMOOZE_CONFIG_", "SHMOOZE_PORT",
                "SHMOOZE_SERVICE_HOST", "SHMOOZE_WIAT");
    }

    @Test
    void shouldNameTheLineOfTheFile() throws IOException {
        String file = file("# a comment", "", "  max-clients=0  ");
        refuses(file + ", line 3: max-clients: \"0\" is not a number from 1 to 10000", Map.of(), "--config", file);
    }

    @Test
    void shouldRefuseABadValueThatABetterSourceOverrides() throws IOException {
        String file = file("wait = bad");
        refuses(file + ", line 1: wait: \"bad\" is not spinning, adaptive or blocking", Map.of(),
                "--config", file, "--wait", "blocking");
    }

    private void refuses(String message, Map<String, String> variables, String... words) {
        assertThatThrownBy(() -> settings(variables, words)).isInstanceOf(UsageException.class).hasMessage(message);
    }

    private static Settings settings(Map<String, String> variables, String... words) {
        return Arguments.parse(Role.SERVER, words, variables).settings();
    }

    private String file(String... lines) throws IOException {
        return Files.write(scratch.resolve("my.properties"), List.of(lines)).toString();
    }
}
