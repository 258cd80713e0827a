// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalsTest {
    @Test
    void shouldWrapByColumnsAndNotByCharacters() {
        assertThat(Terminals.wrap("漢字 漢字 a", "  ", 9)).containsExactly("漢字 漢字", "  a");
        assertThat(Terminals.wrap("漢字 漢字 a", "  ", 8)).containsExactly("漢字", "  漢字 a");
        assertThat(Terminals.wrap("😀😀😀 b", "", 4)).containsExactly("😀😀😀 b");
        assertThat(Terminals.wrap("one two", "", 7)).containsExactly("one two");
        assertThat(Terminals.wrap("", "", 1)).containsExactly("");
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdef, 7, abcdef", "abcdef, 5, abcd…", "abcdef, 1, …", "'', 1, ''",
        "漢字, 4, 漢字", "漢字漢, 5, 漢字…", "漢字漢, 4, 漢…", "漢字漢, 2, …", "a漢字, 4, a漢…", "😀😀, 4, 😀😀",
        "😀😀😀, 5, 😀😀…",
        "e\u0301e\u0301, 2, e\u0301e\u0301", "e\u0301e\u0301e\u0301, 2, e\u0301…", "ｗｉｄｅ, 7, ｗｉｄ…",
        "नमस्ते, 80, नमस्ते"})
    void shouldCutALineToColumns(String line, int columns, String cut) {
        assertThat(Terminals.cut(line, columns)).isEqualTo(cut);
    }
}
