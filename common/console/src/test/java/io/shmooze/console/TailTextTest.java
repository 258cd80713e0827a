// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import io.shmooze.inspect.TailedMessage;
import io.shmooze.segment.Side;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TailTextTest {
    private final TailText text = new TailText(null, Integer.MAX_VALUE);

    private static TailedMessage message(MessageKind kind, boolean again, long length, byte[] payload) {
        return new TailedMessage(Side.CLIENT, kind, again, length, payload);
    }

    private static TailedMessage text(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return message(MessageKind.TEXT, false, bytes.length, bytes);
    }

    private static TailedMessage numbered(MessageKind kind, MessageKind content, String text) {
        byte[] bytes = ByteBuffer.allocate(8 + text.length()).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(7 | (long) content.ordinal() << 56).put(text.getBytes(UTF_8)).array();
        return message(kind, false, bytes.length, bytes);
    }

    @Test
    void shouldShowEachKind() {
        assertThat(text.message(3, text("a\u001b[2J\nb"))).isEqualTo("3 client text: a^[[2J^Jb");
        assertThat(text.message(3, text(""))).isEqualTo("3 client text: ");
        assertThat(text.message(3, message(MessageKind.BINARY, true, 1, new byte[] {-1})))
                .isEqualTo("3 client binary, again, 1 byte: ff");
        assertThat(text.message(3, numbered(MessageKind.QUESTION, MessageKind.TEXT, "when?")))
                .isEqualTo("3 client question 7: when?");
        assertThat(text.message(3, numbered(MessageKind.ANSWER, MessageKind.BINARY, "a")))
                .isEqualTo("3 client answer 7, binary, 1 byte: 61");
        assertThat(text.message(3, numbered(MessageKind.QUESTION, MessageKind.FILE, "a")))
                .isEqualTo("3 client question 7, unknown, 1 byte: 61");
        assertThat(text.message(3, message(MessageKind.QUESTION, false, 3, new byte[3])))
                .isEqualTo("3 client question, 3 bytes: 00 00 00");
        assertThat(new TailText(true, Integer.MAX_VALUE).message(3, text("ab")))
                .isEqualTo("3 client text: 61 62");
        assertThat(new TailText(false, Integer.MAX_VALUE).message(3,
                message(MessageKind.BINARY, false, 2, "ab".getBytes(UTF_8))))
                .isEqualTo("3 client binary, 2 bytes: ab");
    }

    @Test
    void shouldCutBetweenCharacters() {
        byte[] bytes = "aü漢😀".getBytes(UTF_8);
        String[] shown = {"", "a", "a", "aü", "aü", "aü", "aü漢", "aü漢", "aü漢", "aü漢"};
        for (int i = 0; i < shown.length; i++) {
            byte[] some = Arrays.copyOf(bytes, i);
            assertThat(text.message(3, message(MessageKind.TEXT, false, bytes.length, some)))
                    .isEqualTo("3 client text, 10 bytes: " + shown[i] + "…");
        }
        assertThat(text.message(3, message(MessageKind.TEXT, false, 9, new byte[] {-128, -128, -128, -128, -128})))
                .isEqualTo("3 client text, 9 bytes: " + "\ufffd".repeat(5) + "…");
    }

    @Test
    void shouldFitANarrowTerminal() {
        assertThat(new TailText(null, 24).message(3, text("one two three four")))
                .isEqualTo("3 client text: one two\n    three four");
    }

    @Test
    void shouldLookLessOftenWhileNothingPassesAndNeverForMoreThanAFiftiethOfTheTime() {
        TailPace pace = new TailPace();
        assertThat(pace.next(true, 1000)).isEqualTo(TailPace.SHORTEST_NS);
        assertThat(pace.next(false, 1000)).isEqualTo(2 * TailPace.SHORTEST_NS);
        for (int i = 0; i < 10; i++) {
            pace.next(false, 1000);
        }
        assertThat(pace.next(false, 1000)).isEqualTo(TailPace.LONGEST_NS);
        assertThat(pace.next(true, TimeUnit.MILLISECONDS.toNanos(1))).isEqualTo(TimeUnit.MILLISECONDS.toNanos(49));
        assertThat(pace.next(true, TimeUnit.SECONDS.toNanos(1))).isEqualTo(TailPace.MODEST_NS);
        assertThat(pace.next(true, 0)).isEqualTo(TailPace.SHORTEST_NS);
    }
}
