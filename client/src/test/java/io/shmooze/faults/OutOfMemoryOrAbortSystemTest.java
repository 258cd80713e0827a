// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.SessionClosedException;
import io.shmooze.segment.Side;
import io.shmooze.testing.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fault 10 of RELIABILITY.md's table. The victim has too little memory for a message, or its JVM or the kernel ends it.
 */
@Timeout(120)
class OutOfMemoryOrAbortSystemTest {
    private static final int ABORTED = 128 + 6;
    /** Its halves do not fit the heap together. */
    private static final int LENGTH = 3_000_000;
    private static final String SMALL = "-Xmx8m";
    private static final long CAGE = 160L << 20;

    /** With bulk areas much shorter than the long message, which is then never wholly published. */
    @RegisterExtension
    final CrashFixture crash = new CrashFixture(64 * 1024);
    private Task<Void> send;

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldEndTheSessionWhoseMessageFindsNoMemory(Side side) throws Exception {
        begin(side, List.of(SMALL));
        crash.await("error OutOfMemoryError");
        crash.awaitSaid("detached FAILED");
        // The process still works: a session with a shorter message succeeds.
        if (side == Side.CLIENT) {
            crash.order("open");
            crash.order("send after 20");
            crash.survivor().expect(List.of("after:20"));
        }
        crash.victim().signal("KILL");
        expectNextToGetAll(side, CrashFixture.KILLED);
    }

    @ParameterizedTest
    @CsvSource({"SERVER, ExitOnOutOfMemoryError, 3", "CLIENT, CrashOnOutOfMemoryError, 134"})
    void shouldSurviveAJvmThatEndsForLackOfMemory(Side side, String option, int code) throws Exception {
        begin(side, List.of(SMALL, "-XX:+" + option, "-XX:ErrorFile=" + crash.file("hs_err")));
        expectNextToGetAll(side, code);
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldDeliverAgainWhenTheJvmAborts(Side side) {
        crash.beginWith(side, withoutCore(crash.command(side, List.of(), "open")));
        crash.survivor().send(1, Victim.STICKY, 20);
        crash.survivor().send(1, "second", 20);
        crash.await("got sticky:20");
        crash.victim().signal("ABRT");

        crash.awaitDeath(ABORTED);
        crash.expectNextToGet("sticky:20", "second:20");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldDeliverAgainWhenTheKernelKillsForLackOfMemory(Side side) {
        try (MemoryControlGroup group = MemoryControlGroup.of(CAGE)) {
            List<String> options = List.of("-Xmx16m", "-XX:MaxDirectMemorySize=8g");
            crash.beginWith(side, group.around(crash.command(side, options, "open")));
            crash.survivor().send(1, Victim.STICKY, 20);
            crash.await("got sticky:20");
            crash.tell("eat");

            crash.awaitDeath();
            crash.expectNextToGet("sticky:20");
        }
    }

    private void begin(Side side, List<String> options) {
        crash.beginWith(side, withoutCore(crash.command(side, options, "open")));
        crash.survivor().send(1, "first", 10);
        crash.await("got first:10");
        send = Task.run(() -> crash.survivor().send(1, "long", LENGTH));
    }

    /** The victim had a part of the message; no end has a part of it now. */
    private void expectNextToGetAll(Side side, int exitCode) throws Exception {
        crash.awaitDeath(exitCode);
        assertThat(crash.victim().output()).doesNotContain("got long");
        if (side == Side.CLIENT) {
            send.assertThrew(SessionClosedException.class);
            crash.expectNextToGet();
        } else {
            Survivor next = crash.open(Side.SERVER);
            send.result();
            next.expect(List.of("long:" + LENGTH));
            crash.expectGoodEnd(crash.survivor(), next);
        }
    }

    private static List<String> withoutCore(List<String> command) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", "ulimit -c 0; exec \"$@\"", "sh"));
        words.addAll(command);
        return words;
    }
}
