// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    @TempDir
    private Path scratch;

    @Test
    void shouldReadKeysAndValues() throws IOException {
        List<Assignment> assignments = read("""
                # comment

                directory = /a b/c=d#e
                \t wait=blocking\t
                """);
        assertThat(assignments).extracting(Assignment::text).containsExactly("/a b/c=d#e", "blocking");
        assertThat(assignments).extracting(Assignment::setting).containsExactly(Setting.DIRECTORY, Setting.WAIT);
    }

    @Test
    void shouldReadWindowsLines() throws IOException {
        assertThat(read("wait = blocking\r\nname = x\r\n")).extracting(Assignment::text)
                .containsExactly("blocking", "x");
    }

    @Test
    void shouldPassOverAByteOrderMark() throws IOException {
        assertThat(read("\ufeffwait = blocking\r\n")).extracting(Assignment::text).containsExactly("blocking");
        assertThat(read("\ufeff# comment\nname = x\n")).extracting(Assignment::text).containsExactly("x");
        assertThat(read("\ufeff")).isEmpty();
        assertThat(read("name = \ufeff")).extracting(Assignment::text).containsExactly("\ufeff");
        assertThatThrownBy(() -> read("name = x\n\ufeffwait = blocking")).isInstanceOf(UsageException.class)
                .hasMessageContaining(", line 2: there is no setting \"\ufeffwait\"");
    }

    @Test
    void shouldRefuseUnknownSettings() {
        refuses("\nmax-client = 1\n", ", line 2: there is no setting \"max-client\"; known are directory, "
                + "segment-size, bulk-size, wait, connect-timeout, reconnect-timeout, max-clients, max-message-length, "
                + "response-timeout, allowed-users, name, protocol, qt-key, qt-client-semaphore, qt-server-semaphore, "
                + "qt-ipc, qt-segment-size, charset, max-frame-length, nats, nats-creds, nats-user, nats-password, "
                + "nats-stream-size");
    }

    @Test
    void shouldRefuseASettingThatComesTwice() {
        refuses("wait = blocking\nname = x\nwait = spinning\n", ", line 3: wait is set a second time");
    }

    @Test
    void shouldRefuseALineThatIsNone() {
        refuses("wait on", ", line 1: \"wait on\" is neither \"key = value\" nor a comment that begins with #");
    }

    @Test
    void shouldRefuseAFileThatIsNotText() throws IOException {
        Path file = scratch.resolve("binary");
        Files.write(file, "name = \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> SettingsFile.assignments(file.toString(), "Option --config"))
                .isInstanceOf(UsageException.class)
                .hasMessage("Option --config: cannot read the file \"" + file + "\": it is not UTF-8 text");
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        assertThatThrownBy(() -> SettingsFile.assignments("/nowhere/x", "Variable SHMOOZE_CONFIG"))
                .isInstanceOf(UsageException.class)
                .hasMessage("Variable SHMOOZE_CONFIG: cannot read the file \"/nowhere/x\": there is no such file");
    }

    private void refuses(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(UsageException.class)
                .hasMessage(scratch.resolve("my.properties") + message);
    }

    private List<Assignment> read(String text) throws IOException {
        Path file = Files.writeString(scratch.resolve("my.properties"), text);
        return SettingsFile.assignments(file.toString(), "Option --config");
    }
}
