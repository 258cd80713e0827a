// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectNoticeTest {
    private final Shutdown shutdown = new Shutdown();
    private final List<String> told = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"10s, 10s", "1500ms, 1500ms", "120s, 2m", "90s, 90s", "3600s, 1h", "24h, 24h"})
    void shouldTellATimeLikeASetting(String time, String told) {
        assertThat(Quantities.time(Conversions.duration().convert(time))).isEqualTo(told);
    }

    @Test
    void shouldSayHowLongItWaits() throws InterruptedException {
        ConnectNotice.announce(shutdown, () -> true, Duration.ofMinutes(2), told::add);
        assertThat(told).containsExactly("Nobody is there yet: waiting up to 2m, Ctrl-C gives up");
    }

    @Test
    void shouldSayNothingIfThereIsNothingToWaitFor() throws InterruptedException {
        ConnectNotice.announce(shutdown, () -> false, Duration.ofSeconds(10), told::add);
        ConnectNotice.announce(shutdown, () -> true, Duration.ZERO, told::add);
        shutdown.stop();
        ConnectNotice.announce(shutdown, () -> true, Duration.ofSeconds(10), told::add);
        assertThat(told).isEmpty();
    }
}
