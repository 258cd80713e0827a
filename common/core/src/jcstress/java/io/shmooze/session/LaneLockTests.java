// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The two ways of taking the lock exclude each other: no update made under the lock is lost. */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "Everybody who got in has counted.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Two were inside at the same time.")
@State
public class LaneLockTests {
    private final LaneLock lock = new LaneLock();
    private int counted;
    private int first;
    private int second;
    private int queued;

    @Actor
    public void oneWhoEnters() {
        if (lock.enter()) {
            counted++;
            first = 1;
            lock.leave();
        }
    }

    @Actor
    public void anotherWhoEnters() {
        if (lock.enter()) {
            counted++;
            second = 1;
            lock.leave();
        }
    }

    @Actor
    public void oneWhoQueues() {
        if (lock.tryLock()) {
            counted++;
            queued = 1;
            lock.unlock();
        }
    }

    @Arbiter
    public void count(I_Result result) {
        result.r1 = first + second + queued - counted;
    }
}
