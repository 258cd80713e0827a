// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Peer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description of a peer never shows as a fact what only the peer claims. */
class PeerTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "12 | false | alice | alice (pid 12 unverified, user ann)",
        "1  | false | 1     | pid 1 (unverified, user ann)",
        "1  | false | 2     | 2 (pid 1 unverified, user ann)",
        "12 | true  | 12    | pid 12 (user ann)",
        "12 | true  | alice | alice (pid 12, user ann)"})
    void shouldSayWhetherThePidIsKnown(long pid, boolean verified, String name, String description) {
        assertThat(PeerText.describe(new Peer(pid, verified, "ann", name, null))).isEqualTo(description);
    }
}
