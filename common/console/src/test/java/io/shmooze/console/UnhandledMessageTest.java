// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.shmooze.SessionListener;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message that cannot be handled is announced in one line, without the name of a class. */
class UnhandledMessageTest {
    @TempDir
    Path folder;
    private final FakeScreen screen = new FakeScreen();
    private final Shutdown shutdown = new Shutdown();
    private final AttachedSessions sessions = new AttachedSessions();

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "9; 0; 0; A file message of the unknown type 9",
        "1; 0; 300; A file message OFFER with 300 bytes, expected 1 to 230",
        "3; -1; 1; A file message DATA with the position -1"})
    void shouldSayWhatIsWrongWithAMalformedFileMessage(int type, long position, int bytes, String complaint) {
        ScriptedSender sender = new ScriptedSender(folder);
        Throwable error = catchThrowable(() -> sender.say(type, 1, position, new byte[bytes]));
        client().onError(sender.session, error);
        server().onError(sender.session, error);
        assertThat(screen.announced).containsExactly("A message was not handled: " + complaint,
                "A message of alice was not handled: " + complaint);
        assertThat(shutdown.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Java heap space | Out of memory: [0-9]+ MiB of heap .*; start java with a larger -Xmx, or lower max-mess.*",
        "Requested array size exceeds VM limit | Out of memory: .* larger -Xmx, .*",
        "GC overhead limit exceeded | Out of memory: .* larger -Xmx, .*",
        "unable to create native thread: perhaps | No more threads: unable to create native thread: .*"})
    void shouldSayWhatToDoWhenTheMemoryDoesNotSuffice(String detail, String complaint) {
        server().onError(new FakeSession(12, "alice"), new OutOfMemoryError(detail));
        assertThat(screen.announced).singleElement().asString()
                .matches("A message of alice was not handled: " + complaint);
        assertThat(ExitStatus.failed(new OutOfMemoryError(detail)).line()).matches(complaint);
    }

    @Test
    void shouldNameTheTypeOfAnErrorThatHasNoLineForPeople() {
        client().onError(new FakeSession(12, "alice"), new IllegalStateException("x\ny"));
        assertThat(screen.announced).containsExactly(
                "A message was not handled: java.lang.IllegalStateException: x^Jy");
    }

    private SessionListener client() {
        return new ClientSessionListener(sessions, screen, shutdown, false);
    }

    private SessionListener server() {
        return new ServerSessionListener(sessions, new UserInterface(screen, null, null, true), shutdown, null, false);
    }
}
