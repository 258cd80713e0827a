// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.WaitStrategy;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Programs;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server answers with the features that are in force. */
@Timeout(60)
class FeatureHandshakeTest {
    private static final String HELLO = "HELLO version=1 pid=4712 name=new max-message=100000";

    @RegisterExtension
    final Programs programs = new Programs();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SPINNING | server-spins              | server-spins",
        "SPINNING | later,server-spins        | server-spins",
        "SPINNING | server-spins,client-spins | client-spins,server-spins",
        "ADAPTIVE | server-spins,client-spins | client-spins",
        "BLOCKING | server-spins,client-spins | client-spins",
        "BLOCKING | room,later                | room",
        "SPINNING | room,server-spins         | server-spins,room",
        "ADAPTIVE | half-close                | half-close",
        "ADAPTIVE | inspection,half-close     | half-close,inspection"})
    void shouldNameWhatIsInForce(WaitStrategy strategy, String named, String inForce) throws Exception {
        assertThat(welcome(strategy, HELLO + " features=" + named)).endsWith(" features=" + inForce);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"SPINNING | later", "SPINNING | client_spins", "ADAPTIVE | server-spins"})
    void shouldNameNothingIfNothingIs(WaitStrategy strategy, String named) throws Exception {
        assertThat(welcome(strategy, HELLO + " features=" + named)).doesNotContain("features");
    }

    private String welcome(WaitStrategy strategy, String hello) throws Exception {
        try (ShmoozeServer server = ShmoozeServer.builder(Target.CHANNEL).directory(programs.directory())
                .waitStrategy(strategy).start(); RawConnection line = RawConnection.connect(programs.directory())) {
            assertThat(server.channel()).isEqualTo(Target.CHANNEL);
            return line.say(hello).hear();
        }
    }
}
