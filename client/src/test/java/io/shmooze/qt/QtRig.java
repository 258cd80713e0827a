// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Forks;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Qt programs and ours with keys of one test's own: register it with {@code @RegisterExtension}. After the test it ends
 * programs that still run and closes open objects. Nothing may be left then, unless the test says that Qt leaves
 * something.
 */
final class QtRig implements BeforeEachCallback, AfterEachCallback {
    static final Duration LONG = Duration.ofSeconds(60);
    static final String CSEM = "client's semaphore";
    static final String SSEM = "server's semaphore";
    static final String KEY = "mailbox";

    private final Programs programs = new Programs();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Program> started = new ArrayList<>();
    private final Set<Long> qtPrograms = new HashSet<>();
    private Set<Integer> before;
    private boolean qtLeaves;
    private int segmentSize = QtMailboxBuilder.SEGMENT_SIZE;

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        programs.beforeEach(context);
        Files.createDirectory(directory());
        before = withoutFile().stream().map(QtObject::id).collect(Collectors.toSet());
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        started.forEach(Program::close);
        Files.createDirectories(directory());
        List<QtObject> left = left();
        left.forEach(QtObject::remove);
        List<QtObject> orphans = withoutFile().stream().filter(object -> !before.contains(object.id())).toList();
        orphans.forEach(QtObject::remove);
        programs.afterEach(context);
        assertThat(orphans.stream().filter(object -> !qtLeaves || !isQts(object))).as("objects whose file is gone")
                .isEmpty();
        assertThat(left).matches(objects -> qtLeaves || objects.isEmpty());
    }

    /** A Qt program will not clean up in this test, as after a kill. */
    void qtLeaves() {
        qtLeaves = true;
    }

    /** Servers of this test make mailboxes of this size, Qt's and ours. */
    void segmentSize(int bytes) {
        segmentSize = bytes;
    }

    /** The objects that there are of this test's keys. */
    List<QtObject> left() {
        return QtInventory.of(directory()).stream()
                .filter(object -> object.file() != null && object.file().startsWith(directory())).toList();
    }

    private List<QtObject> withoutFile() {
        return QtInventory.of(directory()).stream().filter(object -> object.file() == null).filter(this::isOurs)
                .toList();
    }

    /** Made by a Qt program, which may have been killed before it could remove it. */
    private boolean isQts(QtObject object) {
        return qtPrograms.contains(object.creator()) || object.creator() == 0 && qtPrograms.contains(object.lastUser());
    }

    /** Other programs have their key files elsewhere, which looks the same. */
    private boolean isOurs(QtObject object) {
        return LongStream.concat(LongStream.of(ProcessHandle.current().pid()), started.stream().mapToLong(Program::pid))
                .anyMatch(pid -> pid == object.creator() || pid == object.lastUser());
    }

    /** Of the key files. */
    Path directory() {
        try {
            return programs.file("t").getParent().toRealPath().resolve("t");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Programs programs() {
        return programs;
    }

    QtNativeKey key(String key) {
        return new QtNativeKey(QtIpc.LEGACY_SYSTEM_V, key, directory());
    }

    QtPair pair() {
        return new QtPair(QtIpc.LEGACY_SYSTEM_V, KEY, CSEM, SSEM, directory());
    }

    QtMailboxBuilder mailbox(QtEnd end) {
        return QtMailbox.builder(end).keys(pair()).segmentSize(segmentSize).connectTimeout(LONG)
                .reconnectTimeout(LONG);
    }

    QtMailbox open(QtMailboxBuilder builder) {
        return closing(builder.open());
    }

    <T extends AutoCloseable> T closing(T opened) {
        open.push(opened);
        return opened;
    }

    /** A Qt program that obeys commands. */
    QtConsole console(QtVersion version) {
        return new QtConsole(startConsole(version));
    }

    Program startConsole(QtVersion version) {
        return start(version);
    }

    /** A Qt program at one end of the mailbox, which is ready and leaves in good order at the end of its input. */
    Program chat(QtVersion version, QtEnd end, String how) {
        Program chat = startChat(version, end, how);
        chat.awaitOutput("ready\n");
        return chat;
    }

    Program startChat(QtVersion version, QtEnd end, String how) {
        String role = end == QtEnd.SERVER ? "server" : "client";
        return start(version, "chat", role, KEY, CSEM, SSEM, how);
    }

    /**
     * Ends a Qt client in good order whose server has left. Its listener makes the server's semaphore again. Qt's
     * semaphores are not for two threads: if the program released it at the same moment, to wake its listener, both
     * would make it, and the listener could wait in a set, or the program leave one, that no file leads to any more.
     */
    void endWithoutServer(Program client) {
        Path file = key(SSEM).semaphoreFile();
        Patience.until(() -> left().stream().anyMatch(object -> file.equals(object.file()) && object.waiting() > 0));
        client.endInput();
        client.awaitExit(0);
    }

    /** Removes everything of this test's keys from the system, and makes it impossible to make any of it again. */
    void destroy() throws IOException {
        List<QtObject> all = left();
        for (QtObject object : all) {
            Files.delete(object.file());
        }
        Files.delete(directory());
        all.forEach(QtObject::remove);
    }

    /** A Qt program that puts a picture into a segment, or saves the one that is there. */
    Program picture(QtVersion version, String what, String key, Path file) {
        return start(Forks.command(programs,
                List.of(version.pictureProgram().toString(), what, key, file.toString()))
                .with("QT_QPA_PLATFORM", "offscreen"));
    }

    private Program start(QtVersion version, String... words) {
        List<String> command = new ArrayList<>(List.of(version.program().toString()));
        command.addAll(List.of(words));
        Program program = start(Forks.command(programs, command).with("PEER_CLEAN", "1")
                .with("PEER_SIZE", Integer.toString(segmentSize)));
        qtPrograms.add(program.pid());
        return program;
    }

    /** With this test's key files. */
    Program start(ProgramStart start) {
        Program program = start.with("TMPDIR", directory().toString()).start();
        started.add(program);
        return program;
    }

    /** A Java program at one end of the mailbox, in a JVM of its own. */
    Program child(QtEnd end, String what) {
        String classPath = String.join(File.pathSeparator, Forks.classPath(MailboxChild.class),
                System.getProperty("shmooze.client.jar"));
        return start(Forks.command(programs, Forks.java(classPath, List.of(),
                List.of(MailboxChild.class.getName(), end.name(), what))));
    }
}
