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

/** An answer, a timeout and the peer's death come together: the question ends once, and leaves nothing behind. */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "Its owner has ended it, and nobody else was told to.")
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "One of the others has, or was told to and came late.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It ends twice or never, or its place stays taken.")
@State
public class QuestionEndTests {
    private final Questions questions = new Questions(1);
    private final RacedQuestion question = new RacedQuestion();

    public QuestionEndTests() {
        questions.register(question);
    }

    @Actor
    public void answer() {
        questions.answered(MessageKind.ANSWER, question.number(), null);
    }

    @Actor
    public void timeout() {
        if (question.end()) {
            questions.withdraw(question);
        }
    }

    @Actor
    public void death() {
        questions.endAll(false, new PeerGoneException("gone", DetachReason.PEER_DIED));
    }

    @Arbiter
    public void look(III_Result result) {
        result.r1 = question.ended.get();
        result.r2 = question.told.get();
        result.r3 = questions.inFlight();
    }
}
