// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void shouldLeaveTextAlone() {
        assertThat(Printable.inline("Grüße, 世界 😀 ~")).isEqualTo("Grüße, 世界 😀 ~");
    }

    @Test
    void shouldShowEscapeSequences() {
        assertThat(Printable.inline("\u001b[31mred\u001b]0;title\u0007")).isEqualTo("^[[31mred^[]0;title^G");
    }

    @Test
    void shouldShowEveryControlCharacter() {
        for (char c = 0; c < 0x100; c++) {
            String visible = Printable.inline("a" + c + "b");
            assertThat(visible.chars()).as("character %d", (int) c).noneMatch(Character::isISOControl);
            assertThat(visible.length() > 3).as("character %d", (int) c).isEqualTo(Character.isISOControl(c));
        }
    }

    @Test
    void shouldShowTheControlCharactersAboveAscii() {
        assertThat(Printable.inline("\u009b2J")).isEqualTo("\\u009b2J");
        assertThat(Printable.inline("\u007f")).isEqualTo("^?");
    }

    @Test
    void shouldShowWhatTurnsTheDirectionOfText() {
        assertThat(Printable.inline("\u202Eevil\u2066x\u2069\u200f\u061c"))
                .isEqualTo("\\u202eevil\\u2066x\\u2069\\u200f\\u061c");
    }

    @Test
    void shouldShowByteOrderMarks() {
        assertThat(Printable.inline("\ufeffwait")).isEqualTo("\\ufeffwait");
    }

    @Test
    void shouldNotLetOneLinePretendToBeTwo() {
        assertThat(Printable.inline("hi\nbob> hi\r\u2028\u2029\u0085")).isEqualTo("hi^Jbob> hi^M\\u2028\\u2029\\u0085");
    }

    @Test
    void shouldMarkTheLinesOfAMessage() {
        assertThat(Printable.lines("hi\nbob> hi\n", "  | ")).isEqualTo("hi\n  | bob> hi\n  | ");
        assertThat(Printable.lines("hi\r\nbob", "  | ")).isEqualTo("hi^M\n  | bob");
        assertThat(Printable.lines("one", "  | ")).isEqualTo("one");
    }
}
