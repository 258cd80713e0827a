// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.faults.SystemRequirements;
import io.shmooze.testing.Forks;
import io.shmooze.testing.OneQtTestAtATime;
import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The system refuses something to a Qt server of ours: one line names it and the remedy, and nothing is left. */
@ExtendWith(OneQtTestAtATime.class)
@Timeout(120)
class QtRefusedResourceSystemTest {
    private static final String MOUNT = "mount -t tmpfs -o noexec,mode=700 tmpfs '%s' && exec \"$@\"";

    @RegisterExtension
    final QtRig rig = new QtRig();

    @BeforeEach
    void requireRoot() {
        SystemRequirements.requireRoot("what the system may refuse to Qt servers");
    }

    @ParameterizedTest
    @CsvSource({"shmmni, 0, SHMMNI is 0, kernel.shmmni=1", "shmmax, 1000, SHMMAX is 1000, kernel.shmmax=1024",
        "shmall, 0, 'SHMALL, in pages, is 0', kernel.shmall=1",
        "sem, 32000 1024000000 500 0, SEMMNI is 0, 'kernel.sem=\"32000 1024000000 500 1\"'",
        "sem, 32000 0 500 128, SEMMNS is 0, 'kernel.sem=\"32000 1 500 128\"'",
        "sem, 32000 1024000000 500 2, SEMMNI is 2, 'kernel.sem=\"32000 1024000000 500 5\"'"})
    void shouldNameTheKernelsLimit(String file, String value, String limit, String remedy) throws IOException {
        Program server = rig.start(rig.programs().bare("server", "--protocol", "qt").fromNothing().by("unshare", "-i",
                "sh", "-c", "echo " + value + " > /proc/sys/kernel/" + file + " && exec \"$@\"", "sh"));
        server.awaitExit(73);
        assertThat(server.errors().lines()).hasSize(1);
        assertThat(server.errors()).contains("Cannot create the ", "the kernel's limit " + limit + " (/proc/sys/kernel/"
                + file + ")", "let root raise it: sysctl -w " + remedy);
        assertNothingLeft();
    }

    @Test
    void shouldSayWhereJnaMayPutItsLibrary() throws IOException {
        Path home = Files.createDirectory(rig.programs().file("home"));
        Program refused = rig.start(server(home));
        refused.awaitExit(1);
        assertThat(refused.errors().lines()).hasSize(1);
        assertThat(refused.errors()).startsWith("shmooze-server: Cannot load JNA's native library")
                .contains(home.toString(), "java -Djna.tmpdir=DIR").doesNotContain("Error", "Exception");
        assertNothingLeft();
        Path elsewhere = Files.createDirectory(rig.programs().file("elsewhere"));
        Program server = rig.start(server(home, "-Djna.tmpdir=" + elsewhere));
        server.awaitErrors("serving Qt mailbox");
        server.signal("TERM");
        server.awaitExit(0);
        assertNothingLeft();
    }

    @Test
    void shouldSayThatTheFolderNamedForJnaWillNotDo() throws IOException {
        Path home = Files.createDirectory(rig.programs().file("home"));
        Program refused = rig.start(server(home, "-Djna.tmpdir=" + home + "/named"));
        refused.awaitExit(1);
        assertThat(refused.errors().lines()).hasSize(1);
        assertThat(refused.errors()).contains(home + "/named", "java -Djna.tmpdir=DIR");
    }

    /** Whose home, where JNA puts its library unless told otherwise, is mounted noexec. */
    private ProgramStart server(Path home, String... options) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of(options));
        words.addAll(List.of("-jar", System.getProperty("shmooze.server.jar"), "--protocol", "qt"));
        return Forks.command(rig.programs(), words).with("XDG_CACHE_HOME", home.toString())
                .by("unshare", "-m", "sh", "-c", String.format(MOUNT, home), "sh");
    }

    private void assertNothingLeft() throws IOException {
        try (var files = Files.list(rig.directory())) {
            assertThat(files).isEmpty();
        }
    }
}
