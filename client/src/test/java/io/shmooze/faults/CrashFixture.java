// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.client.ChildJvms;
import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Side;
import io.shmooze.testing.Forks;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A victim in a process of its own, a survivor in this one, and what comes after them, for one test: register it with
 * {@code @RegisterExtension}. What is expected of every crash is checked here.
 */
final class CrashFixture implements BeforeEachCallback, AfterEachCallback {
    static final int KILLED = 128 + 9;
    static final String LOCK = Victim.CHANNEL + ".lock";
    static final String SOCKET = Victim.CHANNEL + ".sock";

    private final Programs programs = new Programs();
    private final Deque<Survivor> open = new ConcurrentLinkedDeque<>();
    private Side side;
    private Program victim;
    private volatile Survivor survivor;

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        programs.beforeEach(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        closeAll();
        programs.afterEach(context);
    }

    private void closeAll() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /** Forgets the victim and the survivor, for the next ones in the same directory. */
    void reset() {
        closeAll();
        victim = null;
        survivor = null;
    }

    /** A victim that is killed when it comes to a place for the n-th time, and a survivor that is attached to it. */
    void begin(Side victimSide, FailPoint point, int n) {
        begin(victimSide, List.of(armed(point, "kill", n)));
    }

    /** The option of a JVM that arms a fail-point. */
    static String armed(FailPoint point, String action, int n) {
        return "-Dshmooze.failpoint=" + point + ":" + action + ":" + n;
    }

    /** The same with any options of the victim's JVM. */
    void begin(Side victimSide, List<String> options) {
        beginWith(victimSide, command(victimSide, options, "open"));
    }

    /** The same with any command line. */
    void beginWith(Side victimSide, List<String> command) {
        if (victimSide == Side.CLIENT) {
            openSurvivor(Side.SERVER);
        }
        prepare(victimSide, command);
        await("done open");
        if (victimSide == Side.SERVER) {
            openSurvivor(Side.CLIENT);
        }
        survivor.session(1);
        await("attached");
    }

    /** Starts a victim alone. */
    void prepare(Side victimSide, List<String> command) {
        side = victimSide;
        victim = start(command);
    }

    /** The command line of a victim. */
    List<String> command(Side of, List<String> options, String... commands) {
        List<String> words = new ArrayList<>(List.of(of.name(), directory().toString()));
        words.addAll(List.of(commands));
        return ChildJvms.command(options, Victim.class, words.toArray(String[]::new));
    }

    Program start(List<String> command) {
        return Forks.command(programs, command).start();
    }

    /** Opens an end in this process, which is closed with the test. */
    Survivor open(Side of) {
        Survivor opened = new Survivor(of, directory());
        open.push(opened);
        return opened;
    }

    /** Opens the end that is to outlive the victim. */
    void openSurvivor(Side of) {
        survivor = open(of);
    }

    Path directory() {
        return programs.directory();
    }

    Path file(String name) {
        return programs.file(name);
    }

    Program victim() {
        return victim;
    }

    Survivor survivor() {
        return survivor;
    }

    /** Gives the victim a command, and does not wait for what comes of it. */
    void tell(String command) {
        victim.feed(command + "\n");
    }

    /** Gives the victim a command, which it must carry out. */
    void order(String command) {
        tell(command);
        await("done " + command);
    }

    /** Waits until the victim has said a line. */
    void await(String line) {
        awaitSaid(line + "\n");
    }

    /** Waits until the victim has said something. */
    void awaitSaid(String text) {
        victim.awaitOutput(text);
    }

    /** Whether the victim has said a line. */
    boolean hasSaid(String line) {
        return victim.output().contains(line + "\n");
    }

    /** Waits until the victim has died by its fail-point, or by a signal, and the survivor knows. */
    Detachment awaitDeath() {
        return awaitDeath(KILLED);
    }

    /** Waits until the victim has died in a way that its exit code tells, and the survivor knows. */
    Detachment awaitDeath(int exitCode) {
        victim.awaitExit(exitCode);
        Detachment detachment = survivor.recorder.awaitDetached(1);
        assertThat(detachment.reason()).isEqualTo(DetachReason.PEER_DIED);
        assertThat(detachment.peer().pid()).isEqualTo(victim.pid());
        assertThat(survivor.recorder.errors()).isEmpty();
        return detachment;
    }

    /**
     * Starts the next one in the victim's place, without any cleaning before. What the survivor had not got
     * acknowledged comes first: a client's library sends it again and marks it, a server's application is handed it
     * and sends it again itself.
     */
    void expectNextToGet(String... unacknowledged) {
        List<String> left = List.of(unacknowledged);
        Detachment detachment = survivor.recorder.awaitDetached(1);
        Survivor next = open(side);
        if (side == Side.CLIENT) {
            assertThat(detachment.unacknowledged().stream().map(NamedMessages::summary))
                    .containsExactlyElementsOf(left);
            detachment.unacknowledged().forEach(message -> survivor.session(2).send(message.text()));
            next.expect(left);
        } else {
            assertThat(detachment.unacknowledged()).isEmpty();
            next.expect(left.stream().map(message -> message + " again").toList());
        }
        expectGoodEnd(survivor, next);
    }

    /** Two ends talk, and leave nothing behind but the lock file. */
    void expectGoodEnd(Survivor one, Survivor other) {
        List<String> oneHeard = new ArrayList<>(one.heard());
        List<String> otherHeard = new ArrayList<>(other.heard());
        other.send(1, "ping", 1000);
        oneHeard.add("ping:1000");
        one.expect(oneHeard);
        one.answer("pong", 20);
        otherHeard.add("pong:20");
        other.expect(otherHeard);
        expectFiles(LOCK, SOCKET);
        closeAll();
        expectFiles(LOCK);
    }

    /** Waits for the files of the channel: one that is served may have a handshake to end. */
    void expectFiles(String... names) {
        Patience.await().untilAsserted(() -> assertThat(programs.leftovers()).containsExactly(names));
    }

    /** The files of the channel. */
    List<String> files() {
        return programs.leftovers();
    }
}
