// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
    /** Persian, Hindi, a family, a flag, a soft hyphen, a mark of direction, private use, and what is not assigned. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "report.pdf", "Grüße 😀.txt", "a b", "-rf", "~", "a..b", "...", "NUL", "con.txt",
        "$(x)",
        "a*?", "2024-05-25T22:22:03.log", ".env", ".bashrc", "C:a", "a\\b", " a", "a ", "a.", "می\u200cخواهم",
        "क्\u200dष", "👨\u200d👩\u200d👧", "🏴\udb40\udc67\udb40\udc62\udb40\udc7f", "Donau\u00addampf", "a\u200eb",
        "\ue000", "\ud83e\udec8", "\u0378", "a.shmooze-part", ".shmooze-partial"})
    void shouldAllowWhatIsNothingButAName(String name) {
        assertThat(FileNames.check(name)).isSameAs(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"'';has 0 bytes", ".; of a folder", "..;of a folder", "../a;a path",
        "a/b;a path", "/etc/passwd;a path", "a/;a path", ".a.shmooze-part;not whole", ".A.SHMOOZE-PART;not whole"})
    void shouldRefuseWhatLeadsElsewhere(String name, String flaw) {
        refuses(name, flaw);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\0b", "a\u001b[2J", "a\u007f", "a\u0085b", "a\u202egpj.exe", "a\u202ab",
        "a\u2066b", "a\u2069", "a\u2028b", "a\u2029"})
    void shouldRefuseWhatControlsATerminal(String name) {
        refuses(name, "has control characters in it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\udc00\ud800"})
    void shouldRefuseHalfACharacter(String name) {
        refuses(name, "has half a character in it");
    }

    private static void refuses(String name, String flaw) {
        assertThat(FileNames.flaw(name)).contains(flaw);
        assertThatThrownBy(() -> FileNames.check(name)).isInstanceOf(UsageException.class)
                .hasMessageEndingWith(": give it another name");
    }

    @Test
    void shouldCountBytes() {
        assertThat(FileNames.flaw("é".repeat(115))).isNull();
        assertThat(FileNames.flaw("é".repeat(115) + "a")).isEqualTo("has 231 bytes, not 1 to 230");
    }
}
