// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.client.ChildJvms;
import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Side;
import io.shmooze.session.SessionDefaults;
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
 * A victim in a process of its own, a survivor in this one, and their successors, for one test: register it with
 * {@code @RegisterExtension}. It checks what every crash has in common.
 */
final class CrashFixture implements BeforeEachCallback, AfterEachCallback {
    static final int KILLED = 128 + 9;
    static final String LOCK = Victim.CHANNEL + ".lock";
    static final String SOCKET = Victim.CHANNEL + ".sock";

    private final Programs programs = new Programs();
    private final int bulkSize;
    private final Deque<Survivor> open = new ConcurrentLinkedDeque<>();
    private Side side;
    private Program victim;
    private volatile Survivor survivor;

    CrashFixture() {
        this(SessionDefaults.BULK_SIZE);
    }

    /** With servers that have bulk areas of that size, or none. */
    CrashFixture(int bulkSize) {
        this.bulkSize = bulkSize;
    }

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

    /** Closes and forgets all ends, to begin again in the same directory. */
    void reset() {
        closeAll();
        victim = null;
        survivor = null;
    }

    /** Starts a victim that is killed at its n-th pass of a fail-point, and a survivor that is attached to it. */
    void begin(Side victimSide, FailPoint point, int n) {
        begin(victimSide, List.of(armed(point, "kill", n)));
    }

    /** The JVM option that arms a fail-point. */
    static String armed(FailPoint point, String action, int n) {
        return "-Dshmooze.failpoint=" + point + ":" + action + ":" + n;
    }

    /** Starts a victim with any JVM options, and a survivor that is attached to it. */
    void begin(Side victimSide, List<String> options) {
        beginWith(victimSide, command(victimSide, options, "open"));
    }

    /** Starts a victim with any command line, and a survivor that is attached to it. */
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

    /** Starts a victim without a survivor. */
    void prepare(Side victimSide, List<String> command) {
        side = victimSide;
        victim = start(command);
    }

    /** The command line of a victim. */
    List<String> command(Side of, List<String> options, String... commands) {
        List<String> words = new ArrayList<>(List.of(of.name(), directory().toString()));
        words.addAll(List.of(commands));
        List<String> all = new ArrayList<>(options);
        all.add("-D" + Victim.BULK_SIZE + "=" + bulkSize);
        return ChildJvms.command(all, Victim.class, words.toArray(String[]::new));
    }

    Program start(List<String> command) {
        return Forks.command(programs, command).start();
    }

    /** Opens an end in this process, which is closed when the test ends. */
    Survivor open(Side of) {
        Survivor opened = new Survivor(of, directory(), bulkSize);
        open.push(opened);
        return opened;
    }

    /** Opens the end that will outlive the victim. */
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

    /** Gives the victim a command, and does not wait for its outcome. */
    void tell(String command) {
        victim.feed(command + "\n");
    }

    /** Gives the victim a command, and waits until it is done. */
    void order(String command) {
        tell(command);
        await("done " + command);
    }

    /** Waits until the victim has printed a line. */
    void await(String line) {
        awaitSaid(line + "\n");
    }

    /** Waits until the victim has printed a text. */
    void awaitSaid(String text) {
        victim.awaitOutput(text);
    }

    /** Whether the victim has printed a line. */
    boolean hasSaid(String line) {
        return victim.output().contains(line + "\n");
    }

    /** Waits until the victim has been killed and the survivor is told. */
    Detachment awaitDeath() {
        return awaitDeath(KILLED);
    }

    /** Waits until the victim has died with an exit code and the survivor is told. */
    Detachment awaitDeath(int exitCode) {
        victim.awaitExit(exitCode);
        Detachment detachment = survivor.recorder.awaitDetached(1);
        assertThat(detachment.reason()).isEqualTo(DetachReason.PEER_DIED);
        assertThat(detachment.peer().pid()).isEqualTo(victim.pid());
        assertThat(survivor.recorder.errors()).isEmpty();
        return detachment;
    }

    /**
     * Starts the victim's successor without any cleaning before. The messages that the victim had not acknowledged
     * arrive first: a client's library sends them again, marked; a server's application gets them in the detachment
     * and sends them again itself.
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

    /** Two ends talk and close; only the lock file stays. */
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

    /** Waits for these files of the channel, because a handshake may still be ending. */
    void expectFiles(String... names) {
        Patience.await().untilAsserted(() -> assertThat(programs.leftovers()).containsExactly(names));
    }

    /** The files of the channel. */
    List<String> files() {
        return programs.leftovers();
    }
}
