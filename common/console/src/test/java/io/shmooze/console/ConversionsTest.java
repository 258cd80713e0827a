// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.UsageException;
import io.shmooze.WaitStrategy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionsTest {
    private static final Conversion<Integer> SIZE = Conversions.size(1024, 1 << 30);

    @ParameterizedTest
    @CsvSource({"1024, 1024", "1K, 1024", "1k, 1024", "64K, 65536", "1025, 1025", "3M, 3145728", "1G, 1073741824"})
    void shouldReadSizes(String text, int bytes) {
        assertThat(SIZE.convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "1023", "0", "-1", "1.5K", "2G", "1T", "1KB", "1 K", " 1K", "0x400", "١٠٢٤"})
    void shouldRefuseOtherSizes(String text) {
        refuses(SIZE, text);
    }

    @Test
    void shouldRefuseSizesThatNoNumberHolds() {
        refuses(SIZE, "999999999999999999G");
        refuses(SIZE, "99999999999999999999");
    }

    @ParameterizedTest
    @CsvSource({"1024, 1K", "1536, 1536", "65536, 64K", "16777216, 16M", "1073741824, 1G", "1, 1"})
    void shouldWriteSizesShort(int bytes, String text) {
        assertThat(Conversions.sizeText(bytes)).isEqualTo(text);
        assertThat(Conversions.size(1, 1 << 30).convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0s, 0", "0ms, 0", "500ms, 500", "10s, 10000", "2m, 120000", "24h, 86400000"})
    void shouldReadTimes(String text, long ms) {
        assertThat(Conversions.duration().convert(text)).isEqualTo(Duration.ofMillis(ms));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "-1s", "1.5s", "1 s", "1S", "1d", "25h", "86400001ms", "99999999999999999h"})
    void shouldRefuseOtherTimes(String text) {
        refuses(Conversions.duration(), text);
    }

    @Test
    void shouldReadCounts() {
        assertThat(Conversions.count(1, 9).convert("9")).isEqualTo(9);
        refuses(Conversions.count(1, 9), "0");
        refuses(Conversions.count(1, 9), "10");
        refuses(Conversions.count(1, 9), "1K");
        refuses(Conversions.count(1, 9), "many");
    }

    @Test
    void shouldReadWaitStrategies() {
        assertThat(Conversions.waitStrategy().convert("spinning")).isEqualTo(WaitStrategy.SPINNING);
        refuses(Conversions.waitStrategy(), "SPINNING");
        refuses(Conversions.waitStrategy(), "sleeping");
        refuses(Conversions.waitStrategy(), "");
    }

    @Test
    void shouldReadCharsetsOfOneByteUnits() {
        assertThat(Conversions.charset().convert("latin1")).isEqualTo(StandardCharsets.ISO_8859_1);
        refuses(Conversions.charset(), "UTF-16");
        refuses(Conversions.charset(), "UTF-32LE");
        refuses(Conversions.charset(), "none");
        refuses(Conversions.charset(), "");
    }

    @Test
    void shouldReadPathsAndNames() {
        assertThat(Conversions.path().convert("/a b/ü")).isEqualTo(Path.of("/a b/ü"));
        refuses(Conversions.path(), "");
        refuses(Conversions.path(), "a\0b");
        assertThat(Conversions.name().convert("alice")).isEqualTo("alice");
        refuses(Conversions.name(), "");
        refuses(Conversions.name(), "a b");
        refuses(Conversions.name(), "a".repeat(65));
    }

    private static void refuses(Conversion<?> conversion, String text) {
        assertThatThrownBy(() -> conversion.convert(text))
                .isInstanceOfAny(IllegalArgumentException.class, UsageException.class);
    }
}
