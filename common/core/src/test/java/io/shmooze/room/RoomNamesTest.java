// SPDX-License-Identifier: Apache-2.0
package io.shmooze.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomNamesTest {
    private final RoomNames names = new RoomNames("host");

    @ParameterizedTest
    @ValueSource(strings = {"alice", "4712", "Jürgen", "राम", "サーバー", "servers", "server-2",
        "hostess", "_x_", "ghost"})
    void shouldTakeNames(String name) {
        assertThat(names.pick(name, List.of(), List.of(), "")).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "SERVER", "Sérver", "ｓｅｒｖｅｒ", "ѕеrvеr", "seгveг", "ser\u200bver", "server.",
        "-server-", "[server]", "host", "hοst", "h.o.s.t", "bob>", "bob＞hi", "*", "***", "…", "\u200b"})
    void shouldCallNobodyLikeTheServerOrLikeNothing(String name) {
        assertThat(names.pick(name, List.of(), List.of(), "")).isEqualTo("guest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "Alice", "аlicе", "ａｌｉｃｅ", "al\u200dice", "álice", "alıce"})
    void shouldSeeThatANameIsTaken(String name) {
        assertThat(names.pick(name, List.of("bob", "alice"), List.of(), "")).isEqualTo(name + "-2");
    }

    @Test
    void shouldAddTheMachineToWhatIsTakenElsewhere() {
        assertThat(names.pick("alice", List.of("bob"), List.of("Alice"), "box")).isEqualTo("alice@box");
        assertThat(names.pick("alice", List.of("alice@box"), List.of("alice"), "box")).isEqualTo("alice@box-2");
        assertThat(names.pick("alice", List.of("alice"), List.of("bob"), "box")).isEqualTo("alice-2");
    }

    @Test
    void shouldTakeTheFirstFreeNumber() {
        assertThat(names.pick("a", List.of("a", "a-2", "A-3"), List.of(), "")).isEqualTo("a-4");
        assertThat(names.pick("server", List.of("guest"), List.of(), "")).isEqualTo("guest-2");
        assertThat(names.pick("a-2", List.of("a", "a-2"), List.of(), "")).isEqualTo("a-2-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alicia", "alice2", "al", "bоbby", "रीम"})
    void shouldNotMistakeOtherNames(String name) {
        assertThat(names.pick(name, List.of("alice", "bob", "राम"), List.of(), "")).isEqualTo(name);
    }
}
