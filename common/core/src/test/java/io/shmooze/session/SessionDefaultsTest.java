// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.UsageException;
import io.shmooze.segment.SegmentDirectory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionDefaultsTest {
    @ParameterizedTest
    @ValueSource(strings = {"chat", "a", ".", "..", "A-Z_0.9", "-"})
    void shouldTakeAChannelName(String name) {
        assertThat(SessionDefaults.checkChannel(name)).isEqualTo(name);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"", " ", "a b", "a/b", "../x", "a\n", "a\0", "\u00e4", "\u0661", "a:b"})
    void shouldRefuseOtherCharacters(String name) {
        assertThatThrownBy(() -> SessionDefaults.checkChannel(name)).isInstanceOf(UsageException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void shouldLimitAChannelNameTo64Characters() {
        assertThat(SessionDefaults.checkChannel("x".repeat(64))).hasSize(64);
        assertThatThrownBy(() -> SessionDefaults.checkChannel("x".repeat(65))).isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "4712", "\u00c5sa", "a=b", "\ud83d\ude00"})
    void shouldTakeANameForPeople(String name) {
        assertThat(SessionDefaults.checkName(name)).isEqualTo(name);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"", "a b", "a\tb", "a\n", "\u001b[31m", "\u00a0", "\u2003", "\u2028", "\0", "\u0085",
        "\ud83d", "a\ude00", "\ude00\ud83d"})
    void shouldRefuseANameThatWouldBreakALine(String name) {
        assertThatThrownBy(() -> SessionDefaults.checkName(name)).isInstanceOf(UsageException.class);
    }

    @Test
    void shouldTakeTheDirectoryFromTheEnvironment() {
        assertThat(SessionDefaults.directory(Map.of("SHMOOZE_DIRECTORY", "/tmp/x"))).hasToString("/tmp/x");
        assertThat(SessionDefaults.directory(Map.of("SHMOOZE_WAIT", "spinning")))
                .isEqualTo(SegmentDirectory.defaultPath());
        assertThatThrownBy(() -> SessionDefaults.directory(Map.of("SHMOOZE_DIRECTORY", "")))
                .isInstanceOf(UsageException.class).hasMessageContaining("SHMOOZE_DIRECTORY is empty");
        assertThatThrownBy(() -> SessionDefaults.directory(Map.of("SHMOOZE_DIRECTORY", "a\0b")))
                .isInstanceOf(UsageException.class).hasMessageContaining("which is not a path");
    }

    @Test
    void shouldNameWhatIsOutOfRange() {
        assertThat(SessionDefaults.checkRange("segment size", 1024, 1024, 2048)).isEqualTo(1024);
        assertThat(SessionDefaults.checkRange("segment size", 2048, 1024, 2048)).isEqualTo(2048);
        for (int value : new int[] {Integer.MIN_VALUE, 0, 1023, 2049, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> SessionDefaults.checkRange("segment size", value, 1024, 2048))
                    .isInstanceOf(UsageException.class).hasMessage("The segment size " + value
                            + " is out of range: take 1024 to 2048");
        }
    }
}
