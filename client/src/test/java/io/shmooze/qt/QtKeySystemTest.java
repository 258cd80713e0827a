// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.OneQtTestAtATime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our names of keys against Qt's own. */
@ExtendWith(OneQtTestAtATime.class)
@Timeout(120)
class QtKeySystemTest {
    @RegisterExtension
    final QtRig rig = new QtRig();

    @ParameterizedTest
    @EnumSource
    void shouldComputeKeysAsQtDoes(QtVersion version) {
        QtConsole qt = rig.console(version);
        keys().forEach(key -> {
            assertThat(qt.ask("segment s " + key)).isEqualTo(rig.key(key).segmentFile().toString());
            qt.expect("semaphore c create 0 " + key);
            assertThat(rig.key(key).semaphoreFile()).exists();
            qt.expect("drop c");
            assertThat(rig.key(key).semaphoreFile()).doesNotExist();
        });
        qt.end();
    }

    private static Stream<String> keys() {
        return Stream.of(QtPair.CLASSIC_KEY, "a", "0", "1234567890", "with spaces and 1 digit", "漢字かな交じり文",
                "😀 emoji 🎉", "Grüße", "e\u0301 combining", "../../path", "-", "x".repeat(200));
    }
}
