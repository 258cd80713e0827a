// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.ChannelKind;
import io.shmooze.UnavailableException;
import io.shmooze.inspect.ChannelStatus.Leftover;
import io.shmooze.segment.SegmentLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finds channels in a directory like {@code /proc}. */
class ChannelsTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path scratch;
    private Path proc;
    private Path directory;

    @BeforeEach
    void create() throws IOException {
        proc = Files.createDirectory(scratch.resolve("proc"));
        directory = Files.createDirectory(scratch.resolve("d")).toRealPath();
    }

    private void process(long pid, char state, String... words) throws IOException {
        Path process = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.createDirectories(process.resolve("fd"));
        Files.createDirectories(process.resolve("fdinfo"));
        Files.writeString(process.resolve("stat"), pid + " (a) b) " + state + " 1 2 3 4 5 6 7 8 9 10 250 50 13");
        Files.writeString(process.resolve("cmdline"), String.join("\0", words) + "\0");
    }

    private void open(long pid, int descriptor, Path file, String information) throws IOException {
        Path process = proc.resolve(Long.toString(pid));
        Files.createSymbolicLink(process.resolve("fd").resolve(Integer.toString(descriptor)), file);
        Files.writeString(process.resolve("fdinfo").resolve(Integer.toString(descriptor)), information);
    }

    private void serve(long pid) throws IOException {
        process(pid, 'S', "/usr/bin/java", "-jar", "/opt/shmooze-server.jar");
        Path lock = directory.resolve("chat.lock");
        Files.writeString(lock, pid + "\n");
        open(pid, 5, lock, "pos:\t0\nlock:\t1: POSIX  ADVISORY  WRITE 4711 fe:00:7 0 EOF\n");
    }

    private List<ChannelStatus> find() {
        return Channels.find(proc, directory, 10, 10);
    }

    @Test
    void shouldFindASessionOfTwoProcesses() throws IOException {
        serve(4711);
        process(4712, 'T', "/usr/bin/java", "-cp", "x.jar:y", "org.example.Peer", "first");
        try (SessionFile file = new SessionFile(directory, SegmentLayout.of(1024), true)) {
            open(4711, 15, file.path, "");
            open(4712, 9, file.path, "");
            ChannelStatus channel = find().get(0);
            assertThat(channel.channel()).isEqualTo("chat");
            assertThat(channel.kind()).isEqualTo(ChannelKind.MESSAGES);
            assertThat(channel.server()).extracting(ProcessStatus::program, ProcessStatus::argument,
                    ProcessStatus::cpuMs).containsExactly("shmooze-server.jar", "", 3000L);
            assertThat(channel.leftovers()).isEmpty();
            SessionStatus session = channel.sessions().get(0);
            assertThat(session.server()).extracting(SessionParty::pid, SessionParty::verified, SessionParty::isStopped)
                    .containsExactly(4711L, true, false);
            assertThat(session.client()).extracting(SessionParty::pid, SessionParty::verified, SessionParty::isStopped)
                    .containsExactly(4712L, true, true);
            assertThat(session.client().process().program()).isEqualTo("Peer");
            assertThat(session.client().process().argument()).isEqualTo("first");
        }
    }

    @Test
    void shouldNotBelieveAPidThatNobodyHas() throws IOException {
        serve(4711);
        try (SessionFile file = new SessionFile(directory, SegmentLayout.of(1024), true)) {
            open(4711, 15, file.path, "");
            SessionParty client = find().get(0).sessions().get(0).client();
            assertThat(client).extracting(SessionParty::pid, SessionParty::verified, SessionParty::isDead)
                    .containsExactly(4712L, false, true);
        }
    }

    @Test
    void shouldFindAClientThatOnlyMapsTheSegment() throws IOException {
        serve(4711);
        process(4712, 'S', "/opt/peer");
        try (SessionFile file = new SessionFile(directory, SegmentLayout.of(1024), false)) {
            open(4711, 15, file.path, "");
            Files.writeString(proc.resolve("4712/maps"), "7f00-7f01 rw-s 00000000 fe:00 "
                    + Files.getAttribute(file.path, "unix:ino") + "    " + file.path + " (deleted)\n");
            assertThat(find().get(0).sessions().get(0).client().verified()).isTrue();
        }
    }

    @Test
    void shouldShowASessionWhoseServerIsGone() throws IOException {
        process(4712, 'T', "/opt/peer");
        try (SessionFile file = new SessionFile(directory, SegmentLayout.of(1024), true)) {
            open(4712, 9, file.path, "");
            ChannelStatus channel = find().get(0);
            assertThat(channel.server()).isNull();
            assertThat(channel.sessions().get(0).server().isDead()).isTrue();
            assertThat(channel.sessions().get(0).client().pid()).isEqualTo(4712);
        }
    }

    @Test
    void shouldSayWhatCannotBeRead() throws IOException {
        serve(4711);
        Path file = Files.writeString(directory.resolve("chat.1." + KEY + ".segment"), "no segment");
        open(4711, 15, file, "");
        assertThat(find().get(0).sessions().get(0).flaw()).isEqualTo("the file ends after 10 bytes");
        assertThat(find().get(0).sessions().get(0).segment()).isNull();
    }

    @Test
    void shouldNotTouchWhatIsNoRegularFile() throws IOException {
        serve(4711);
        open(4711, 15, Files.createDirectory(directory.resolve("chat.1." + KEY + ".segment")), "");
        open(4711, 16, directory.resolve("chat.2." + KEY + ".segment"), "");
        assertThat(find().get(0).sessions()).isEmpty();
    }

    @Test
    void shouldListWhatDeadProcessesHaveLeft() throws IOException {
        Files.writeString(directory.resolve("old.lock"), "4711\n");
        Files.writeString(directory.resolve("old.sock"), "");
        Files.writeString(directory.resolve("old.3." + KEY + ".frame"), "12345");
        Files.writeString(directory.resolve("clean.lock"), "");
        Files.writeString(directory.resolve("notes.txt"), "");
        assertThat(find()).hasSize(1);
        assertThat(find().get(0).leftovers()).containsExactlyInAnyOrder(new Leftover("old.sock", 0),
                new Leftover("old.3." + KEY + ".frame", 5));
    }

    @Test
    void shouldNotTakeWhatAnUnseenServerUsesForALeftover() throws IOException {
        Path socket = Files.writeString(directory.resolve("chat.sock"), "");
        Files.createDirectories(proc.resolve("self/net"));
        Files.writeString(proc.resolve("self/net/unix"), "Num       RefCount Protocol Flags    Type St Inode Path\n"
                + "00000000: 00000002 00000000 00010000 0001 01 4711 " + socket + "\n");
        assertThat(find()).singleElement().satisfies(channel -> {
            assertThat(channel.served()).isTrue();
            assertThat(channel.server()).isNull();
            assertThat(channel.leftovers()).isEmpty();
        });
    }

    @Test
    void shouldNotTakeALockFileForALock() throws IOException {
        process(4711, 'S', "vi");
        open(4711, 5, Files.writeString(directory.resolve("chat.lock"), ""), "pos:\t0\n");
        assertThat(find()).isEmpty();
    }

    @Test
    void shouldFindNothingWhereNobodyHasServed() {
        assertThat(Channels.find(proc, scratch.resolve("none"), 1, 1)).isEmpty();
    }

    @Test
    void shouldSayThatTheSystemDoesNotShowItsProcesses() {
        assertThatThrownBy(() -> Channels.find(scratch.resolve("none"), directory, 1, 1))
                .isInstanceOf(UnavailableException.class).hasMessageContaining("Cannot look at the processes");
    }

    @ParameterizedTest
    @CsvSource({"/usr/bin/peer -x, peer", "java -jar a/b.jar c, b.jar", "java -Xmx1g -cp a:b -ea org.x.Main y, Main",
        "java @args -m a/b.C, b.C", "java, java", "java -jar, java", "'', ''"})
    void shouldNameAProgramByWhatTellsMost(String words, String program) {
        assertThat(ProcessStatus.program(words.split(" "))).isEqualTo(program);
    }
}
