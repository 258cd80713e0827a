// SPDX-License-Identifier: Apache-2.0
package io.shmooze.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.testing.Forks;
import io.shmooze.testing.Jdks;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The distribution as a user has it: unpacked somewhere. */
@Timeout(120)
class DistributionSystemTest {
    /** Where no archive can be made. */
    private static final String NO_CACHE = "/dev/null";

    @RegisterExtension
    final Programs programs = new Programs();

    private Path home;

    @BeforeEach
    void unpack() throws IOException {
        Path folder = Files.createDirectory(programs.file("a folder"));
        Tools.run("tar", "-xzf", System.getProperty("shmooze.distribution"), "-C", folder.toString());
        try (Stream<Path> unpacked = Files.list(folder)) {
            home = unpacked.findFirst().orElseThrow();
        }
    }

    private ProgramStart run(String command, String... words) {
        List<String> line = new ArrayList<>(List.of(home.resolve("bin").resolve(command).toString()));
        line.addAll(List.of(words));
        return Forks.command(programs, line).with("JAVA_HOME", Jdks.own().toString())
                .with("XDG_CACHE_HOME", NO_CACHE).with("SHMOOZE_DIRECTORY", programs.directory().toString())
                .with("SHMOOZE_CONNECT_TIMEOUT", "60s");
    }

    @Test
    void shouldChatAndList() throws IOException {
        Path link = Files.createSymbolicLink(programs.file("shmooze-server"), home.resolve("bin/shmooze-server"));
        Program server = Forks.command(programs, List.of(link.toString(), "--exit-when-alone", "t"))
                .with("JAVA_HOME", Jdks.own().toString()).with("XDG_CACHE_HOME", NO_CACHE)
                .with("SHMOOZE_DIRECTORY", programs.directory().toString()).start();
        Program client = run("shmooze", "client", "--name", "ann", "t").start();
        client.feed("hello\n");
        server.awaitOutput("hello\n");

        Program list = run("shmooze", "ls").fromNothing().start();
        list.awaitExit(0);
        assertThat(list.output()).contains("server " + server.pid() + " Shmooze, ", "client ann " + client.pid());

        client.signal("TERM");
        client.awaitExit(0);
        server.endInput();
        server.awaitExit(0);
    }

    @Test
    void shouldNameTheCommandsOfBothSides() {
        Program program = run("shmooze", "send", "x").fromNothing().start();
        program.awaitExit(2);
        assertThat(program.errors()).isEqualTo("shmooze: 'send' is a command of both sides: shmooze server send, or "
                + "shmooze client send\nshmooze: Try shmooze --help\n");
    }

    @Test
    void shouldStartFromAnArchiveOfClassesAndWithoutItIfItIsBroken() throws IOException {
        // Java 17 takes nothing from an archive if there is a space in the path of the jar.
        home = Files.move(home, programs.file("unpacked"));
        Path cache = programs.file("cache");
        Program first = version(cache).start();
        first.awaitExit(0);
        Patience.until(() -> archives(cache).size() == 2);

        Path log = programs.file("classes");
        Program second = version(cache).with("SHMOOZE_JAVA_OPTS", "-Xlog:class+load:file=" + log + ":none").start();
        second.awaitExit(0);
        assertThat(Files.readString(log)).contains(Shmooze.class.getName() + " source: shared objects file");

        for (Path archive : archives(cache)) {
            Files.delete(archive);
            Files.writeString(archive, "broken");
        }
        Program third = version(cache).start();
        third.awaitExit(0);
        assertThat(third.output()).isEqualTo(first.output()).startsWith("shmooze ").hasLineCount(1);
        assertThat(first.errors() + second.errors() + third.errors()).isEmpty();
    }

    private ProgramStart version(Path cache) {
        return run("shmooze", "--version").with("XDG_CACHE_HOME", cache.toString()).fromNothing();
    }

    private static List<Path> archives(Path cache) {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(file -> file.getParent().endsWith("archives")).toList();
        } catch (IOException e) {
            // A file was moved or removed meanwhile.
            return List.of();
        }
    }

    @Test
    void shouldSayWhichJavaIsMissingOrTooOld() throws IOException {
        Path none = programs.file("none");
        assertRefused(run("shmooze", "ls").with("JAVA_HOME", none.toString()), "JAVA_HOME is " + none);

        Path old = Files.createDirectories(programs.file("old/bin")).getParent();
        Files.createSymbolicLink(old.resolve("bin/java"), Path.of("/bin/false"));
        Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");
        assertRefused(run("shmooze", "ls").with("JAVA_HOME", old.toString()), old + "/bin/java is Java 11.0.2");

        assertRefused(run("shmooze", "ls").with("JAVA_HOME", "").with("PATH", none.toString()), "There is no Java: ");
    }

    private static void assertRefused(ProgramStart start, String reason) {
        Program program = start.fromNothing().start();
        program.awaitExit(1);
        assertThat(program.output()).isEmpty();
        assertThat(program.errors()).startsWith("shmooze: " + reason).contains("version 17 or newer").hasLineCount(1);
    }

    @Test
    void shouldHoldEachClassOnce() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.filter(file -> file.toString().endsWith(".jar")))
                    .containsExactly(home.resolve("lib/shmooze.jar"));
        }
        try (JarFile jar = new JarFile(home.resolve("lib/shmooze.jar").toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName)).doesNotHaveDuplicates()
                    .contains("logback.xml", "META-INF/LICENSE");
        }
    }

    @Test
    void shouldInstallAsAPackageAndLeaveNothing() throws IOException {
        Tools.require("dpkg", "whether the package can be installed and removed");
        assumeTrue("root".equals(System.getProperty("user.name")), "dpkg needs root");
        Path root = programs.file("root");
        Files.createDirectories(root.resolve("var/lib/dpkg/info"));
        Files.createDirectory(root.resolve("var/lib/dpkg/updates"));
        Files.createFile(root.resolve("var/lib/dpkg/status"));
        dpkg(root, "--force-depends", "--install", System.getProperty("shmooze.package"));

        home = root.resolve("usr");
        Program server = run("shmooze-server", "--version").fromNothing().start();
        server.awaitExit(0);
        assertThat(server.output()).startsWith("shmooze-server ");

        dpkg(root, "--purge", "shmooze");
        try (Stream<Path> left = Files.walk(root)) {
            assertThat(left.filter(file -> !file.startsWith(root.resolve("var")) && !Files.isDirectory(file)))
                    .isEmpty();
        }
        assertThat(root.resolve("usr")).doesNotExist();
    }

    private void dpkg(Path root, String... words) {
        List<String> line = new ArrayList<>(List.of("dpkg", "--root=" + root, "--log=" + programs.file("dpkg.log")));
        line.addAll(List.of(words));
        Forks.command(programs, line).fromNothing().start().awaitExit(0);
    }

    @Test
    void shouldHaveCompletionsThatBashTakes() throws IOException {
        Tools.require("bash", "whether the completions are well-formed");
        try (Stream<Path> files = Files.list(home.resolve("share/bash-completion/completions"))) {
            for (Path file : files.toList()) {
                Program bash = Forks.command(programs, List.of("bash", "-c", "set -e; . \"$0\"; complete -p \"$1\"; "
                        + "COMP_WORDS=(\"$1\" --); COMP_CWORD=1; COMP_LINE=\"$1 --\"; "
                        + "$(complete -p \"$1\" | sed 's/.*-F \\([^ ]*\\) .*/\\1/') || true; echo \"${COMPREPLY[@]}\"",
                        file.toString(), file.getFileName().toString())).fromNothing().start();
                bash.awaitExit(0);
                assertThat(bash.output()).contains("complete ");
                if (file.endsWith("shmooze-server")) {
                    assertThat(bash.output()).contains("--room", "--exit-when-alone");
                }
            }
        }
    }

    @Test
    void shouldHaveManualPagesWithoutFaults() throws IOException {
        Tools.require("man", "whether the manual pages are well-formed");
        try (Stream<Path> files = Files.list(home.resolve("share/man/man1"))) {
            List<Path> pages = files.toList();
            assertThat(pages).map(page -> page.getFileName().toString())
                    .contains("shmooze.1", "shmooze-server.1", "shmooze-client-send.1");
            List<String> command = new ArrayList<>(List.of("man", "--warnings", "-P", "cat", "-l"));
            pages.forEach(page -> command.add(page.toString()));
            Program man = Forks.command(programs, command).with("LC_ALL", "C.UTF-8").fromNothing().start();
            man.awaitExit(0);
            assertThat(man.errors()).isEmpty();
            assertThat(man.output()).contains("SHMOOZE(1)", "--exit-when-alone", "NOTES");
        }
    }
}
