// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.fault.FailPoint;
import io.shmooze.testing.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fault 7 of RELIABILITY.md's table. Kills a process at every fail-point of handshake, recovery and closing, and at
 * system calls. JDKs make different system calls, so the test first records those of each kill scenario and then draws
 * a few. {@code -Dshmooze.kill.calls=all} takes every one of them, in some minutes; a number takes as many of each
 * scenario.
 */
@Timeout(1200)
class KilledInHandshakeOrRecoverySystemTest {
    private static final String CALLS = System.getProperty("shmooze.kill.calls", "2");

    @RegisterExtension
    final CrashFixture crash = new CrashFixture();

    static Stream<Arguments> failPoints() {
        Stream<FailPoint> points = Stream.of(FailPoint.values()).filter(point ->
                point.name().matches("(SERVER|CLIENT|RECOVERY)_.*"));
        return Stream.concat(points.map(point -> Arguments.of(KillScenario.of(point), point)),
                Stream.of(KillScenario.SERVER_CLOSES, KillScenario.CLIENT_CLOSES)
                        .map(scenario -> Arguments.of(scenario, FailPoint.CLOSE_BEFORE_HANGUP)));
    }

    @ParameterizedTest
    @MethodSource("failPoints")
    void shouldStartAgainWhenKilledAtAFailPoint(KillScenario scenario, FailPoint point) throws Exception {
        KillScenarioRun run = new KillScenarioRun(crash, scenario);
        run.prepare(List.of(CrashFixture.armed(point, "kill", 1)));
        run.begin();
        crash.victim().awaitExit(CrashFixture.KILLED);
        run.expectNextToWork();
    }

    @ParameterizedTest
    @EnumSource(KillScenario.class)
    void shouldStartAgainWhenKilledAtASystemCall(KillScenario scenario) throws Exception {
        Tracer.require();
        List<Tracer.Call> calls = shuffled(calls(scenario));
        int enough = CALLS.equals("all") ? calls.size() : Integer.parseInt(CALLS);
        int tried = 0;
        int killed = 0;
        // The order of the victim's threads varies, and with it which calls it makes before the end.
        while (tried < calls.size() && (tried < enough || killed == 0)) {
            killed += isKilledAt(scenario, calls.get(tried)) ? 1 : 0;
            tried++;
        }
        System.out.println(scenario + ": killed at " + killed + " of " + calls.subList(0, tried));
        assertThat(killed).isPositive();
    }

    /** Records the system calls of the scenario, in which the victim is killed at the end only. */
    private List<Tracer.Call> calls(KillScenario scenario) throws Exception {
        KillScenarioRun run = new KillScenarioRun(crash, scenario);
        run.prepare(List.of());
        List<Tracer.Call> calls = new Tracer(crash).record(() -> {
            run.begin();
            run.awaitDeathOrEnd();
        });
        crash.victim().signal("KILL");
        run.expectNextToWork();
        return calls;
    }

    private static List<Tracer.Call> shuffled(List<Tracer.Call> calls) {
        List<Tracer.Call> shuffled = new ArrayList<>(calls);
        Collections.shuffle(shuffled, new Random(Seed.of(KilledInHandshakeOrRecoverySystemTest.class)));
        return shuffled;
    }

    /** Returns false if the victim did not make the call, because the order of its threads varies. */
    private boolean isKilledAt(KillScenario scenario, Tracer.Call call) {
        try {
            crash.reset();
            KillScenarioRun run = new KillScenarioRun(crash, scenario);
            run.prepare(List.of());
            new Tracer(crash).killAt(call);
            run.begin();
            run.awaitDeathOrEnd();
            boolean killed = !crash.victim().isAlive();
            if (!killed) {
                crash.victim().signal("KILL");
            }
            run.expectNextToWork();
            return killed;
        } catch (Exception | AssertionError e) {
            throw new AssertionError("Killed at " + call, e);
        }
    }
}
