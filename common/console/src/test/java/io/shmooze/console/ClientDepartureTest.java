// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.UnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a client leaves that has never found a server. */
class ClientDepartureTest {
    private final Ending ending = new Ending();
    private final ClientDeparture departure =
            new ClientDeparture(new ClientAttendance(new Members(), new FakeScreen(), ending, false), ending);

    @Test
    void shouldSayWhatWasNotSentBesideTheReason() throws InterruptedException {
        typed(2);
        ending.fail(new UnavailableException("Nobody serves it"));
        Conclusion conclusion = departure.leave(ending.await());
        assertThat(conclusion.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(conclusion.line()).isEqualTo("Nobody serves it. Not sent: 2 messages");
    }

    @Test
    void shouldTellControlCFromOtherEnds() throws InterruptedException {
        ending.interrupt();
        assertThat(departure.leave(ending.await())).isEqualTo(Conclusion.of(ExitCode.INTERRUPTED));
        assertThat(departure.leave(new Ending.Reason(Ending.Cause.STOPPED, null)))
                .isEqualTo(Conclusion.of(ExitCode.DONE));
    }

    @Test
    void shouldNotBeDoneWithLinesUnsent() throws InterruptedException {
        typed(1);
        ending.stop();
        assertThat(departure.leave(ending.await()))
                .isEqualTo(Conclusion.of(ExitCode.FAILED, "Not sent: 1 message"));
    }

    private void typed(int lines) {
        departure.sends(new Outgoing() {
            @Override
            public void settle(Duration timeout) {
                throw new UnsupportedOperationException();
            }

            @Override
            public long unsent() {
                return lines;
            }

            @Override
            public long behind() {
                return 0;
            }
        });
    }
}
