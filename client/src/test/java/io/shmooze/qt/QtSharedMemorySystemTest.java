// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.qt.QtSharedMemory.Access;
import io.shmooze.qt.QtSystemSemaphore.Mode;
import io.shmooze.qt.QtSystemSemaphore.Undo;
import io.shmooze.testing.OneQtTestAtATime;
import io.shmooze.testing.Patience;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Segments and semaphores that a Qt program and this JVM share. */
@ExtendWith(OneQtTestAtATime.class)
@Timeout(120)
class QtSharedMemorySystemTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    @RegisterExtension
    final QtRig rig = new QtRig();
    private QtNativeKey key;

    @BeforeEach
    void takeAKey() {
        key = rig.key("shared 漢字");
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadAndWriteWhatQtCreated(QtVersion version) {
        QtConsole qt = creator(version, 1000);
        QtSharedMemory memory = attached();
        assertThat(memory.size()).isEqualTo(1000);
        qt.expect("write s hello from Qt");
        assertThat(text(memory)).startsWith("hello from Qt\0");
        memory.bytes().write(0, "Java".getBytes(StandardCharsets.UTF_8));
        assertThat(qt.ask("read s")).isEqualTo("Javao from Qt");
        memory.detach();
        qt.end();
    }

    @ParameterizedTest
    @EnumSource
    void shouldCreateWhatQtReadsAndOutliveIt(QtVersion version) {
        QtSharedMemory memory = rig.closing(new QtSharedMemory(key));
        memory.create(64);
        memory.bytes().write(0, "from Java".getBytes(StandardCharsets.UTF_8));
        QtConsole qt = console(version);
        qt.expect("attach s ro");
        assertThat(qt.ask("read s")).isEqualTo("from Java");
        assertThat(qt.ask("size s")).isEqualTo("64");
        qt.expect("detach s");
        qt.end();
        memory.lock(SHORT);
        memory.unlock();
        assertThat(text(memory)).startsWith("from Java");
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellTheSameErrorsAsQt(QtVersion version) {
        QtConsole qt = console(version);
        assertError(QtError.NOT_FOUND, this::attached);
        assertThat(qt.ask("attach s rw")).startsWith("error 5 ").contains("doesn't exist");
        qt.expect("create s 64");
        assertError(QtError.ALREADY_EXISTS, () -> new QtSharedMemory(key).create(64));
        // Of another object, because this call makes Qt forget that it is attached.
        qt.ask("segment other " + key.key());
        assertThat(qt.ask("create other 0")).startsWith("error 2 ");
        assertError(QtError.INVALID_SIZE, () -> new QtSharedMemory(key).create(0));
        qt.end();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLockAgainstQt(QtVersion version) {
        QtConsole qt = creator(version, 64);
        QtSharedMemory memory = attached();
        qt.expect("lock s");
        assertError(QtError.LOCK_ERROR, () -> memory.lock(SHORT));
        qt.expect("unlock s");
        memory.lock(SHORT);
        qt.tell("lock s");
        Patience.until(() -> waitingForTheLock() == 1);
        memory.unlock();
        assertThat(qt.answer()).isEqualTo("ok");
        qt.expect("unlock s");
        memory.detach();
        qt.end();
    }

    @ParameterizedTest
    @EnumSource
    void shouldGetTheLockOfAKilledQtProgram(QtVersion version) {
        // Its semaphore, which is the lock.
        rig.qtLeaves();
        QtConsole qt = creator(version, 64);
        QtSharedMemory memory = attached();
        qt.expect("lock s");
        qt.kill();
        memory.lock(SHORT);
        memory.unlock();
    }

    /** It has made the lock, and takes it along: Qt and the next one of ours make it anew, and share it. */
    @ParameterizedTest
    @EnumSource
    void shouldLockAgainstQtAfterTheCreatorHasLeft(QtVersion version) {
        QtSharedMemory creator = rig.closing(new QtSharedMemory(key));
        creator.create(64);
        QtConsole qt = console(version);
        qt.expect("attach s rw");
        creator.detach();
        qt.expect("lock s");
        QtSharedMemory memory = attached(qt);
        assertError(QtError.LOCK_ERROR, () -> memory.lock(SHORT));
        qt.expect("unlock s");
        memory.lock(SHORT);
        memory.unlock();
        memory.detach();
        qt.end();
    }

    /** Attaching needs the lock. */
    private QtSharedMemory attached(QtConsole qt) {
        qt.expect("unlock s");
        QtSharedMemory memory = attached();
        qt.expect("lock s");
        return memory;
    }

    @ParameterizedTest
    @EnumSource
    void shouldReplaceTheSegmentOfAKilledQtProgram(QtVersion version) {
        // Its semaphore, which is the lock.
        rig.qtLeaves();
        QtConsole qt = creator(version, 64);
        qt.expect("lock s");
        qt.expect("write s old");
        qt.kill();
        QtSharedMemory memory = rig.closing(new QtSharedMemory(key));
        memory.create(128);
        assertThat(memory.size()).isEqualTo(128);
        assertThat(text(memory)).startsWith("\0");
        QtConsole next = console(version);
        next.expect("attach s rw");
        assertThat(next.ask("size s")).isEqualTo("128");
        next.expect("detach s");
        next.end();
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountWithQt(QtVersion version) {
        QtConsole qt = rig.console(version);
        qt.expect("semaphore c create 2 " + key.key());
        QtSystemSemaphore semaphore = rig.closing(QtSystemSemaphore.open(key, 0, Mode.OPEN, Undo.NEVER));
        semaphore.acquire();
        qt.expect("acquire c");
        assertThat(semaphore.acquire(Duration.ZERO)).isFalse();
        qt.tell("acquire c");
        semaphore.release(1);
        assertThat(qt.answer()).isEqualTo("ok");
        qt.expect("release c 3");
        assertThat(semaphore.value()).isEqualTo(3);
        qt.end();
    }

    private int waitingForTheLock() {
        return rig.left().stream().filter(object -> !object.segment()).mapToInt(QtObject::waiting).sum();
    }

    private QtConsole console(QtVersion version) {
        QtConsole qt = rig.console(version);
        assertThat(qt.ask("segment s " + key.key())).isEqualTo(key.segmentFile().toString());
        return qt;
    }

    private QtConsole creator(QtVersion version, int size) {
        QtConsole qt = console(version);
        qt.expect("create s " + size);
        return qt;
    }

    private QtSharedMemory attached() {
        QtSharedMemory memory = rig.closing(new QtSharedMemory(key));
        memory.attach(Access.READ_WRITE);
        return memory;
    }

    private static String text(QtSharedMemory memory) {
        byte[] bytes = new byte[(int) memory.size()];
        memory.bytes().read(0, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void assertError(QtError error, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(QtException.class, e ->
                assertThat(e.error()).isEqualTo(error));
    }
}
