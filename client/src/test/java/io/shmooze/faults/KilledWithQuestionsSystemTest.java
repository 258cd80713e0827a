// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.DetachReason;
import io.shmooze.Message;
import io.shmooze.PeerGoneException;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Side;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Fault 37 of RELIABILITY.md's table. Both sides ask each other, with questions of one frame and of many, when one of
 * them is killed.
 */
@Timeout(120)
class KilledWithQuestionsSystemTest {
    private static final int BURST = 8;
    private static final int LONG = 700;
    private static final int FOR_EVER = 1_000_000;

    @RegisterExtension
    final CrashFixture crash = new CrashFixture(0);

    /** A question of the survivor. */
    private record Asked(String text, boolean repeatable, CompletableFuture<Message> future) {
        /** The answer's text; null if there is none because the peer has died. */
        String outcome() {
            Patience.until(future::isDone);
            try {
                return future.join().text();
            } catch (CompletionException e) {
                assertThat(e).cause().isInstanceOfSatisfying(PeerGoneException.class,
                        gone -> assertThat(gone.reason()).isEqualTo(DetachReason.PEER_DIED));
                return null;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SERVER, BEFORE_PUBLISH, 40", "SERVER, AFTER_PUBLISH, 41", "SERVER, AFTER_POST, 42",
        "SERVER, BETWEEN_FRAMES, 20", "SERVER, BEFORE_CALLBACK, 43", "SERVER, BEFORE_RELEASE, 44",
        "SERVER, AFTER_RELEASE, 45", "SERVER, BEFORE_FRAGMENT_RELEASE, 21", "SERVER, AFTER_ARM, 20",
        "CLIENT, BEFORE_PUBLISH, 40", "CLIENT, AFTER_PUBLISH, 41", "CLIENT, AFTER_POST, 42",
        "CLIENT, BETWEEN_FRAMES, 20", "CLIENT, BEFORE_CALLBACK, 43", "CLIENT, BEFORE_RELEASE, 44",
        "CLIENT, AFTER_RELEASE, 45", "CLIENT, BEFORE_FRAGMENT_RELEASE, 21", "CLIENT, AFTER_ARM, 20"})
    void shouldEndEachQuestionWithItsOwnAnswerOrWithTheDeath(Side victim, FailPoint point, int n) throws Exception {
        crash.begin(victim, point, n);
        // However busy the machine is, there is one that the victim was asked.
        assertThat(crash.survivor().session(1).ask("first").get().text()).isEqualTo("victim first");
        Task<List<Asked>> asking = Task.call(this::askUntilDeath);
        crash.tell("ask " + FOR_EVER);
        crash.awaitDeath();
        Survivor next = crash.open(victim);
        check(victim, asking.result(), next);
        assertThat(crash.victim().output()).doesNotContain("WRONG");
        assertThat(crash.survivor().session(1).statistics().questionsInFlight()).isZero();
        crash.expectGoodEnd(crash.survivor(), next);
    }

    private List<Asked> askUntilDeath() {
        List<Asked> all = new ArrayList<>();
        Session session = crash.survivor().session(1);
        try {
            while (crash.victim().isAlive()) {
                int number = all.size();
                String text = "question " + number + " " + "x".repeat(number % 4 == 3 ? LONG : number % 20);
                boolean repeatable = number % 2 == 0;
                all.add(new Asked(text, repeatable, repeatable ? session.askRepeatable(text) : session.ask(text)));
                if (number % BURST == BURST - 1) {
                    all.get(number - BURST / 2).outcome();
                }
            }
        } catch (SessionClosedException e) {
            crash.survivor().recorder.awaitDetached(1);
        }
        return all;
    }

    private void check(Side victim, List<Asked> all, Survivor next) {
        List<String> outcomes = all.stream().map(Asked::outcome).toList();
        List<String> ofVictim = crash.victim().output().lines().filter(line -> line.startsWith("asked "))
                .map(line -> line.substring("asked ".length())).toList();
        List<String> ofNext = next.questions();
        assertThat(ofVictim).isNotEmpty().doesNotHaveDuplicates();
        assertThat(ofNext).doesNotHaveDuplicates();
        Set<String> before = new HashSet<>(ofVictim);
        Set<String> after = new HashSet<>(ofNext);
        for (int i = 0; i < all.size(); i++) {
            Asked question = all.get(i);
            String outcome = outcomes.get(i);
            boolean askedNext = after.contains(question.text) || after.contains(question.text + " again");
            if (outcome == null) {
                assertThat(question.repeatable && victim == Side.SERVER).as(question.text).isFalse();
                assertThat(askedNext).as(question.text).isFalse();
            } else {
                assertThat(outcome).isEqualTo((askedNext ? "survivor " : "victim ") + question.text);
            }
            if (before.contains(question.text)) {
                assertThat(after).as("at most once, or marked").doesNotContain(question.text);
                assertThat(askedNext).isEqualTo(outcome != null && outcome.startsWith("survivor"));
            }
        }
    }
}
