// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.WaitStrategy;
import io.shmooze.segment.Side;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureTest {
    @Test
    void shouldFindWhatBothSidesKnow() {
        Set<Feature> all = EnumSet.allOf(Feature.class);
        assertThat(Feature.in(HandshakeLine.parse(Feature.add("HELLO version=1", all)))).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELLO", "HELLO features=", "HELLO features=later", "HELLO features=,later,,",
        "HELLO features=LATER,=", "HELLO feature=later"})
    void shouldIgnoreWhatItDoesNotKnow(String line) {
        assertThat(Feature.in(HandshakeLine.parse(line))).isEmpty();
    }

    @Test
    void shouldSayThatASideNeverSleepsOnlyIfItSpins() {
        assertThat(Feature.of(Side.CLIENT, WaitStrategy.SPINNING)).containsExactly(Feature.values());
        assertThat(Feature.of(Side.CLIENT, WaitStrategy.ADAPTIVE)).contains(Feature.SERVER_SPINS)
                .doesNotContain(Feature.CLIENT_SPINS);
        assertThat(Feature.of(Side.SERVER, WaitStrategy.BLOCKING)).contains(Feature.CLIENT_SPINS)
                .doesNotContain(Feature.SERVER_SPINS);
        assertThat(Feature.add("HELLO", EnumSet.of(Feature.SERVER_SPINS))).isEqualTo("HELLO features=server-spins");
    }

    @Test
    void shouldLeaveALineAloneThatNamesNone() {
        assertThat(Feature.add("HELLO version=1", Set.of())).isEqualTo("HELLO version=1");
    }
}
