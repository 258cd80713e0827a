// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.DetachReason;
import io.shmooze.PeerGoneException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A thread registers a question and publishes it under the write lock, as {@link QuestionEnd} does, while the session's
 * own thread replaces the peer, as {@link SessionLoop} does.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "It waits for the next peer.")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "It has ended, and nobody was asked.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The old peer was asked, and it has ended.")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "The next peer was asked.")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "The old peer was asked, and its asker waits for ever.")
@Outcome(id = "2, 1", expect = Expect.FORBIDDEN, desc = "It has ended, and the next peer was asked.")
@State
public class QuestionPublicationTests {
    private final Questions questions = new Questions(1);
    private final RacedQuestion question = new RacedQuestion();
    private final LaneLock lock = new LaneLock();
    /** Guarded by the lock; 0 while there is no peer. */
    private int peer = 1;
    private int asked;

    @Actor
    public void ask() {
        questions.register(question);
        if (lock.enter()) {
            if (peer != 0 && question.isDue(null)) {
                asked = peer;
            }
            lock.leave();
        }
    }

    @Actor
    public void replace() {
        change(0);
        questions.endAll(false, new PeerGoneException("gone", DetachReason.PEER_DIED));
        change(2);
    }

    private void change(int next) {
        lock.lock();
        peer = next;
        lock.unlock();
    }

    @Arbiter
    public void look(II_Result result) {
        result.r1 = asked;
        result.r2 = question.ended.get();
    }
}
