// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocaleCharsetTest {
    private static final LocaleCharset C = new LocaleCharset(StandardCharsets.US_ASCII, "LC_ALL=C");
    private static final LocaleCharset UTF_8 = new LocaleCharset(StandardCharsets.UTF_8, "LANG=C.UTF-8");

    @TempDir
    Path scratch;

    @Test
    void shouldNameTheLocaleThatHasNoSuchFileName() {
        assertThat(C.nameFlaw("\u00fcber.txt", "other")).isEqualTo("cannot be written in the locale LC_ALL=C, whose "
                + "charset is US-ASCII: start the program with LC_ALL=C.UTF-8");
        assertThat(C.nameFlaw("a\0b", "other")).isEqualTo("other");
        assertThat(UTF_8.nameFlaw("\u00fcber.txt", "other")).isEqualTo("other");
        assertThat(UTF_8.nameFlaw("half \ud83d", "other")).startsWith("cannot be written in the locale LANG=C.UTF-8");
    }

    @Test
    void shouldNameTheLocaleThatCannotReadAnArgument() throws IOException {
        assertThat(C.readingFlaw("plain ? text", file("\u00fc"))).isNull();
        assertThat(C.readingFlaw("\ufffd\ufffdber.txt", file(""))).isEqualTo("cannot be read in the locale LC_ALL=C, "
                + "whose charset is US-ASCII: start the program with LC_ALL=C.UTF-8");
    }

    @Test
    void shouldTakeAReplacementCharacterThatWasWritten() throws IOException {
        assertThat(UTF_8.readingFlaw("\ufffdber.txt", file("send\0\ufffdber.txt"))).isNull();
        assertThat(UTF_8.readingFlaw("\ufffdber.txt", scratch.resolve("none"))).isNull();
        Path latin1 = Files.writeString(scratch.resolve("latin1"), "send\0\u00fcber.txt", StandardCharsets.ISO_8859_1);
        assertThat(UTF_8.readingFlaw("\ufffdber.txt", latin1)).isEqualTo("is not UTF-8, the charset of the locale "
                + "LANG=C.UTF-8: write it, or name the file, in that charset");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(scratch.resolve("words"), text);
    }

    @Test
    void shouldKnowTheVariableThatDecides() {
        assertThat(LocaleCharset.locale(Map.of("LANG", "de_DE.UTF-8", "LC_CTYPE", "C", "LC_ALL", "")))
                .isEqualTo("LC_CTYPE=C");
        assertThat(LocaleCharset.locale(Map.of("LANG", "C", "LC_ALL", "POSIX"))).isEqualTo("LC_ALL=POSIX");
        assertThat(LocaleCharset.locale(Map.of())).isEqualTo("C (no LC_ALL, LC_CTYPE, LANG)");
    }

    @Test
    void shouldMakePathsOfWhatCanBeOne() {
        assertThat(LocaleCharset.path("a b/c")).isEqualTo(Path.of("a b", "c"));
        assertThat(LocaleCharset.current().directoryFlaw(Path.of("a"))).isNull();
        assertThatThrownBy(() -> LocaleCharset.path("a\0b")).isInstanceOfSatisfying(InvalidPathException.class,
                e -> assertThat(e.getReason()).startsWith("is not a path: "));
    }
}
