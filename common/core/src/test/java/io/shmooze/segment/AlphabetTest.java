// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlphabetTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "9", "123456789012345678"})
    void shouldSpellADecimalNumber(String word) {
        assertThat(Alphabet.DECIMAL.matches(word, 1, 18)).isTrue();
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"", "-1", "+1", "1 ", "0x1", "\u0661", "1234567890123456789", "1\n"})
    void shouldSpellNothingElse(String word) {
        assertThat(Alphabet.DECIMAL.matches(word, 1, 18)).isFalse();
    }

    @Test
    void shouldSpellHexadecimalInSmallLettersOnly() {
        assertThat(Alphabet.HEXADECIMAL.matches("0123456789abcdef", 16, 16)).isTrue();
        assertThat(Alphabet.HEXADECIMAL.matches("0123456789ABCDEF", 16, 16)).isFalse();
        assertThat(Alphabet.HEXADECIMAL.matches("g", 1, 1)).isFalse();
    }

    @Test
    void shouldSpellWithTheEndsOfEachRange() {
        assertThat(Alphabet.NAME.matches("AZaz09._-", 1, 9)).isTrue();
        for (char beside : "@[`{/:".toCharArray()) {
            assertThat(Alphabet.NAME.matches(String.valueOf(beside), 1, 1)).isFalse();
        }
    }

    @Test
    void shouldReplaceWhatItLacks() {
        assertThat(Alphabet.NAME.sanitize("DOMAIN\\j\u00f6rg smith")).isEqualTo("DOMAIN_j_rg_smith");
        assertThat(Alphabet.NAME.sanitize("plain.user-1_x")).isEqualTo("plain.user-1_x");
    }

    @Test
    void shouldNotTakeAnUnderscoreOfItsOwnForALetter() {
        assertThat(Alphabet.DECIMAL.matches("_", 1, 1)).isFalse();
        assertThat(Alphabet.DECIMAL.matches("1_2", 1, 3)).isFalse();
    }
}
