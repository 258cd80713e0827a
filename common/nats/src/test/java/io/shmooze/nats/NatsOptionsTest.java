// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.shmooze.NotPermittedException;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import io.shmooze.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("try") // a connection that is closed may be interrupted
class NatsOptionsTest {
    private static final UserAccount ACCOUNT = new UserAccount();

    @RegisterExtension
    final NatsRig nats = new NatsRig();

    private static void assertWorks(Connection connection) throws Exception {
        try (connection) {
            assertThat(connection.jetStreamManagement().getAccountStatistics().getStreams()).isZero();
        }
    }

    @Test
    void shouldConnectAndTellOfReconnections() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        try (Connection connection = NatsOptions.of(nats.url()).onEvent(events::add).connect()) {
            Patience.until(() -> events.stream().anyMatch(event -> event.startsWith("NATS connection opened")));
            nats.kill();
            Patience.until(() -> events.stream().anyMatch(event -> event.startsWith("NATS connection disconnected")));
            nats.start();
            Patience.until(() -> events.stream().anyMatch(event -> event.startsWith("NATS connection reconnected")));
            assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        }
    }

    @Test
    void shouldNoticeAServerThatStandsStill() {
        List<String> events = new CopyOnWriteArrayList<>();
        NatsOptions options = NatsOptions.of(nats.url()).onEvent(events::add);
        Connection connection = options.connect();
        nats.signal("STOP");
        Patience.until(() -> connection.getStatus() != Connection.Status.CONNECTED);
        nats.signal("CONT");
        Patience.until(() -> connection.getStatus() == Connection.Status.CONNECTED);
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        nats.kill();
        assertThatThrownBy(NatsOptions.of(nats.url()).connectTimeout(Duration.ZERO)::connect)
                .isInstanceOf(UnavailableException.class).hasMessageContaining(nats.url());
    }

    @Test
    void shouldConnectAUserWithAPassword() throws Exception {
        nats.kill();
        nats.with("authorization { user: ann, password: \"se:cr et\" }").start();
        assertWorks(NatsOptions.of(nats.url()).login("ann", "se:cr et").connect());
        assertThatThrownBy(NatsOptions.of(nats.url()).login("ann", "wrong")::connect)
                .isInstanceOf(NotPermittedException.class)
                .hasMessageContaining("refuses these credentials").hasMessageContaining("Authorization Violation");
        assertThatThrownBy(NatsOptions.of(nats.url())::connect).isInstanceOf(NotPermittedException.class)
                .hasMessageContaining("without credentials");
    }

    @Test
    void shouldConnectAUserWithCredentials() throws Exception {
        nats.kill();
        nats.with(ACCOUNT.settings().toArray(new String[0])).start();
        Path file = Files.write(nats.file("ann.creds"), ACCOUNT.credentials());
        assertWorks(NatsOptions.of(nats.url()).credentials(file).connect());
        Path other = Files.write(nats.file("other.creds"), new UserAccount().credentials());
        assertThatThrownBy(NatsOptions.of(nats.url()).credentials(other)::connect)
                .isInstanceOf(NotPermittedException.class).hasMessageContaining("refuses these credentials");
    }

    @Test
    void shouldRefuseAFileThatHasNoCredentials() throws IOException {
        NatsOptions options = NatsOptions.of(nats.url());
        assertThatThrownBy(() -> options.credentials(nats.file("none"))).isInstanceOf(UsageException.class)
                .hasMessageContaining("There is no file");
        List<String> lines = ACCOUNT.credentials();
        Path file = nats.file("bad.creds");
        Files.write(file, lines.stream().map(line -> line.startsWith("SU") ? "SUAAAA" : line).toList());
        assertThatThrownBy(() -> options.credentials(file)).isInstanceOf(UsageException.class)
                .hasMessageContaining("has no NATS credentials");
        Files.write(file, lines.subList(0, 3));
        assertThatThrownBy(() -> options.credentials(file)).isInstanceOf(UsageException.class)
                .hasMessageContaining("has no NATS credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:4222", "http://host", "nats://", "nats://a b", "nats://host/path",
        "nats://host,", "nats://ann:secret@host", "nats://token@host"})
    void shouldRefuseWhatIsNoUrl(String url) {
        assertThatThrownBy(() -> NatsOptions.of(url)).isInstanceOf(UsageException.class)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nats://host", "nats://host:4222", "tls://10.0.0.1:4222", "nats://a:1,nats://b:2",
        "nats://[::1]:4222"})
    void shouldTakeWhatIsOne(String url) {
        assertThat(NatsOptions.of(url).url()).isEqualTo(url);
    }
}
