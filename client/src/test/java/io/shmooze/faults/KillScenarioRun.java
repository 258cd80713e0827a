// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.segment.Side;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** Brings a victim into a scenario in which it is killed, and checks that its successor works. */
final class KillScenarioRun {
    private static final String STALE_SEGMENT = Victim.CHANNEL + ".7.0123456789abcdef0123456789abcdef.segment";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final CrashFixture crash;
    private final KillScenario scenario;
    private Task<Void> delivery;

    KillScenarioRun(CrashFixture crash, KillScenario scenario) {
        this.crash = crash;
        this.scenario = scenario;
    }

    /** Starts the victim, and a survivor if the scenario needs one before. */
    void prepare(List<String> options) throws IOException {
        if (scenario.side == Side.SERVER) {
            plantLeftovers();
        } else {
            crash.openSurvivor(Side.SERVER);
        }
        crash.prepare(scenario.side, crash.command(scenario.side, options));
        crash.await("ready");
        if (scenario.opened) {
            crash.order("open");
        }
        if (scenario == KillScenario.SERVER_CLOSES) {
            crash.openSurvivor(Side.CLIENT);
        }
        if (scenario.opened && crash.survivor() != null) {
            crash.await("attached");
        }
    }

    /** Creates the files of a server that was killed in a handshake. */
    private void plantLeftovers() throws IOException {
        Path directory = crash.directory();
        if (!Files.exists(directory)) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        Files.createFile(directory.resolve(STALE_SEGMENT));
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(directory.resolve(CrashFixture.SOCKET)));
        }
    }

    /** Makes the victim begin the operation in which it will be killed. */
    void begin() {
        if (scenario.command != null) {
            crash.tell(scenario.command);
        }
        if (scenario.side == Side.SERVER) {
            delivery = Task.run(this::deliver);
        }
        if (scenario == KillScenario.CLIENT_RECOVERS) {
            crash.survivor().close();
            crash.openSurvivor(Side.SERVER);
        }
    }

    /** Sends a message, to this server or to its successor. */
    private void deliver() {
        if (crash.survivor() == null) {
            crash.openSurvivor(Side.CLIENT);
        }
        crash.survivor().send(1, "keep", 20);
        crash.survivor().session(1).flush(Survivor.LONG);
    }

    /** Waits until the victim has died or has completed the operation. */
    void awaitDeathOrEnd() {
        Patience.until(() -> !crash.victim().isAlive() || isOver());
    }

    private boolean isOver() {
        if (scenario.command != null && !crash.hasSaid("done " + scenario.command)) {
            return false;
        }
        return switch (scenario) {
            case SERVER_STARTS, SERVER_ACCEPTS -> delivery.isDone();
            case CLIENT_RECOVERS -> crash.victim().output().split("attached\n", -1).length >= 3;
            default -> true;
        };
    }

    /** Waits for the death of the victim; then its successor starts as if nothing had happened. */
    void expectNextToWork() throws Exception {
        crash.victim().awaitExit(CrashFixture.KILLED);
        Survivor next = crash.open(scenario.side);
        if (scenario.side == Side.SERVER) {
            delivery.result();
            assertThat(crash.hasSaid("got keep:20") || next.heard().get(0).startsWith("keep:20")).isTrue();
        }
        crash.expectGoodEnd(crash.survivor(), next);
    }
}
