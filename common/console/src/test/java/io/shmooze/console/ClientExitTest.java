// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.UnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A client that has never found a server. */
class ClientExitTest {
    private final Shutdown shutdown = new Shutdown();
    private final ClientExit exit = new ClientExit(
            new ClientSessionListener(new AttachedSessions(), new FakeScreen(), shutdown, false), shutdown);

    @Test
    void shouldSayWhatWasNotSentBesideTheReason() throws InterruptedException {
        typed(2);
        shutdown.fail(new UnavailableException("Nobody serves it"));
        ExitStatus exitStatus = exit.leave(shutdown.await());
        assertThat(exitStatus.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(exitStatus.line()).isEqualTo("Nobody serves it. Not sent: 2 messages");
    }

    @Test
    void shouldTellControlCFromOtherEnds() throws InterruptedException {
        shutdown.interrupt();
        assertThat(exit.leave(shutdown.await())).isEqualTo(ExitStatus.of(ExitCode.INTERRUPTED));
        assertThat(exit.leave(new Shutdown.Reason(Shutdown.Cause.STOPPED, null)))
                .isEqualTo(ExitStatus.of(ExitCode.DONE));
    }

    @Test
    void shouldNotBeDoneWithLinesUnsent() throws InterruptedException {
        typed(1);
        shutdown.stop();
        assertThat(exit.leave(shutdown.await()))
                .isEqualTo(ExitStatus.of(ExitCode.FAILED, "Not sent: 1 message"));
    }

    private void typed(int lines) {
        exit.sends(new UnsentLines() {
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
