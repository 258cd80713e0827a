// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
    @Test
    void shouldRunFromRoundNumberToRoundNumber() {
        Scale scale = Scale.logarithmic(0.3, 70, 0, 100);
        assertThat(scale.ticks()).usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : a.compareTo(b))
                .containsExactly(0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0);
        assertThat(scale.at(0.2)).isCloseTo(0, within(1e-9));
        assertThat(scale.at(100)).isCloseTo(100, within(1e-9));
        assertThat(scale.at(Math.sqrt(20))).isCloseTo(50, within(1e-9));
    }

    @Test
    void shouldMapZeroToTheLargerCoordinate() {
        Scale scale = Scale.linear(12, 100, 0);
        assertThat(scale.ticks()).containsExactly(0.0, 5.0, 10.0);
        assertThat(scale.at(0)).isEqualTo(100);
        assertThat(scale.at(6)).isEqualTo(50);
        assertThat(scale.at(12)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.004, 0.00400", "0.514, 0.514", "2, 2.00", "9.99, 9.99", "9.999, 10.0", "12.34, 12.3",
        "123.4, 123", "12345, '12,300'", "NaN, -"})
    void shouldWriteNumbersForPeople(double value, String text) {
        assertThat(NumberText.text(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.25, us, 250 ns", "999.6, us, 1.00 ms", "1.5, us, 1.50 us", "0.00421, M/s, 4.21 k/s",
        "13214, MB/s, 13.2 GB/s", "0.5, /s, 0.500 /s", "0, us, 0", "NaN, us, -", "195.7, %, 196%", "3, '', 3",
        "2.5, '', 2.50", "8000, G/s, '8,000 G/s'"})
    void shouldChooseAUnitThatShowsThreeDigits(double value, String unit, String text) {
        assertThat(NumberText.text(value, unit)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.2, 0.2", "0.05, 0.05", "1, 1", "20, 20", "10000, '10,000'"})
    void shouldWriteRoundNumbersShort(double value, String text) {
        assertThat(NumberText.round(value)).isEqualTo(text);
    }
}
