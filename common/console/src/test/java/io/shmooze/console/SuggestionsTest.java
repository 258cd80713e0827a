// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
    private static final List<String> KNOWN = List.of("send", "receive", "--accept", "--exit-when-alone", "/who");

    @ParameterizedTest
    @CsvSource({"sned, send", "recieve, receive", "receives, receive", "--acept, --accept", "-accept, --accept",
        "--exit-wen-alone, --exit-when-alone", "--exit, --exit-when-alone", "/wh, /who", "/hwo, /who"})
    void shouldSuggestTheNearest(String word, String meant) {
        assertThat(Suggestions.suggestion(word, KNOWN)).isEqualTo("; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"chat", "a", "--foo", "/", "numbers"})
    void shouldNotGuessWildly(String word) {
        assertThat(Suggestions.suggestion(word, KNOWN)).isEmpty();
    }
}
