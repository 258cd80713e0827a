// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static TextTable table() {
        TextTable table = new TextTable().right("NO", 0).flexible("WHO").left("SPARE", 1).right("LEAST", 2);
        table.add(List.of("1", "alice and her program", "s", "l"));
        table.add(List.of("22", "日本", "spare", ""));
        return table;
    }

    @Test
    void shouldAlignItsColumns() {
        assertThat(table().lines("  ", 80)).containsExactly(
                "  NO  WHO                    SPARE  LEAST",
                "   1  alice and her program  s          l",
                "  22  日本                   spare");
    }

    @Test
    void shouldCutTheFlexibleColumnFirst() {
        assertThat(table().lines("", 35)).containsExactly(
                "NO  WHO                SPARE  LEAST",
                " 1  alice and her pr…  s          l",
                "22  日本               spare");
    }

    @Test
    void shouldLeaveOutWhatCanBeSpared() {
        assertThat(table().lines("", 25)).containsExactly(
                "NO  WHO             SPARE",
                " 1  alice and her…  s",
                "22  日本            spare");
        assertThat(table().lines("", 18)).containsExactly(
                "NO  WHO",
                " 1  alice and her…",
                "22  日本");
        assertThat(table().lines("", 10)).containsExactly("NO  WHO", " 1  alice…", "22  日本");
    }
}
