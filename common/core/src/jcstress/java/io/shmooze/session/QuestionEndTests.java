// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.DetachReason;
import io.shmooze.MessageKind;
import io.shmooze.PeerGoneException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * An answer, a timeout and the peer's death come together: the question ends once, and leaves nothing behind. Two at a
 * time, because jcstress leaves a test out that has more actors than the machine has processors.
 */
public final class QuestionEndTests {
    private QuestionEndTests() {
    }

    /** One question in flight. */
    private static class Race {
        private final Questions questions = new Questions(1);
        private final RacedQuestion question = new RacedQuestion();

        Race() {
            questions.register(question);
        }

        final void answer() {
            questions.answered(MessageKind.ANSWER, question.number(), null);
        }

        final void timeOut() {
            if (question.end()) {
                questions.withdraw(question);
            }
        }

        final void die() {
            questions.endAll(false, new PeerGoneException("gone", DetachReason.PEER_DIED));
        }

        final void look(III_Result result) {
            result.r1 = question.ended.get();
            result.r2 = question.told.get();
            result.r3 = questions.inFlight();
        }
    }

    /** The answer or the death ends it. */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "One of the two has ended it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It ends twice or never, or its place stays taken.")
    @State
    public static class AnswerAndDeath extends Race {
        @Actor
        public void one() {
            answer();
        }

        @Actor
        public void other() {
            die();
        }

        @Arbiter
        public void arbiter(III_Result result) {
            look(result);
        }
    }

    /** The answer or its owner ends it. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "Its owner has ended it, and nobody else was told to.")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "The answer has, or came late.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It ends twice or never, or its place stays taken.")
    @State
    public static class AnswerAndTimeout extends Race {
        @Actor
        public void one() {
            answer();
        }

        @Actor
        public void other() {
            timeOut();
        }

        @Arbiter
        public void arbiter(III_Result result) {
            look(result);
        }
    }

    /** Its owner or the death ends it. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "Its owner has ended it, and nobody else was told to.")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "The death has, or came late.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It ends twice or never, or its place stays taken.")
    @State
    public static class TimeoutAndDeath extends Race {
        @Actor
        public void one() {
            timeOut();
        }

        @Actor
        public void other() {
            die();
        }

        @Arbiter
        public void arbiter(III_Result result) {
            look(result);
        }
    }
}
