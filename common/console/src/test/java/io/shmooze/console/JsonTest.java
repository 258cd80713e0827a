// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void shouldIndentWhatIsInside() {
        assertThat(Json.of(Map.of("a", Arrays.asList(1, true, null, 2.5, Map.of(), List.of())))).isEqualTo("""
                {
                  "a": [
                    1,
                    true,
                    null,
                    2.5,
                    {},
                    []
                  ]
                }
                """);
    }

    @Test
    void shouldEscapeWhatIsNoPlainText() {
        assertThat(Json.of("a\"b\\c\u001b[2J\u202eé\uD800/")).isEqualTo(
                "\"a\\\"b\\\\c\\u001b[2J\\u202e\\u00e9\\ud800/\"\n");
    }
}
