// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionTimeoutException;
import io.shmooze.UnresponsiveException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The response timeout in the programs: a silent peer is announced, and sending goes on waiting. */
class PatientSenderTest {
    private final FakeScreen screen = new FakeScreen();
    private final FakeSession session = new FakeSession(12, "alice");

    private void failing(RuntimeException failure, int times) {
        session.failure = failure;
        session.failures = times;
    }

    @Test
    void shouldGoOnSendingToAPeerThatDoesNotRespondAndSaySoEachTime() {
        failing(new UnresponsiveException("alice is silent"), 2);
        PatientSender.send(session, MessageKind.TEXT, ByteBuffer.wrap(new byte[] {'x'}), screen);
        assertThat(session.sent).containsExactly("x");
        assertThat(screen.announced).containsExactly("alice is silent; waiting", "alice is silent; waiting");
    }

    @Test
    void shouldGoOnWaitingForAPeerThatDoesNotRespondAndSaySoEachTime() {
        failing(new UnresponsiveException("alice is silent"), 3);
        PatientSender.flush(session, screen);
        assertThat(session.failures).isEqualTo(-1);
        assertThat(screen.announced).hasSize(3).containsOnly("alice is silent; waiting");
    }

    @Test
    void shouldSayNothingOfAPeerThatOnlyTakesLong() {
        failing(new SessionTimeoutException("an hour is over"), 3);
        PatientSender.flush(session, screen);
        assertThat(session.failures).isEqualTo(-1);
        assertThat(screen.announced).isEmpty();
    }

    @Test
    void shouldNotWaitForOneThatHasGone() {
        failing(new SessionClosedException("gone"), 1);
        assertThatThrownBy(() -> PatientSender.flush(session, screen)).isInstanceOf(SessionClosedException.class);
        failing(new UnresponsiveException("alice is silent"), 1);
        assertThat(PatientSender.flush(session, Duration.ZERO)).isFalse();
    }

    @Test
    void shouldDescribeTheSettingAsTheProgramsDo() {
        assertThat(Setting.RESPONSE_TIMEOUT.meaning()).contains("After how long", "to say", "sending waits on",
                "0s (never)");
    }
}
