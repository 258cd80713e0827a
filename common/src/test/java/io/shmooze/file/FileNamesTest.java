// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "report.pdf", "Grüße 😀.txt", "a b", "-rf", "~", "a..b", "CONSOLE", "com.txt", "COM10",
        "null", "$(x)", "a*?"})
    void shouldAllowWhatIsNothingButAName(String name) {
        assertThat(FileNames.check(name)).isSameAs(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../a", "a/../b", "/etc/passwd", "a/", "a\\b", "..\\a", "C:a", "C:\\a",
        "a:stream", ".ssh", ".a.shmooze-part", "a.", "a ", " a", "a\nb", "a\0b", "a\u001b[2J", "a\u007f", "a\u0085b",
        "a\u202egpj.exe", "a\u2028b", "\ud800", "\ue000", "NUL", "nul", "con.txt", "Aux ", "aux .txt", "LPT1", "lpt0.x",
        "com1.txt", "COM\u00b9"})
    void shouldRefuseWhatLeadsElsewhereOrHides(String name) {
        assertThat(FileNames.flaw(name)).isNotNull();
        assertThatThrownBy(() -> FileNames.check(name)).isInstanceOf(UsageException.class);
    }

    @Test
    void shouldCountBytes() {
        assertThat(FileNames.flaw("é".repeat(115))).isNull();
        assertThat(FileNames.flaw("é".repeat(115) + "a")).isEqualTo("has 231 bytes, not 1 to 230");
    }
}
