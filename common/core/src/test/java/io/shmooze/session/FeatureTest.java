// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static org.assertj.core.api.Assertions.assertThat;

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
    void shouldLeaveALineAloneThatNamesNone() {
        assertThat(Feature.add("HELLO version=1", Set.of())).isEqualTo("HELLO version=1");
    }
}
