/* SPDX-License-Identifier: Apache-2.0 */

/* Semaphore and PeerSemaphore; s is ARRIVALS or ROOM. The epoch's word is word(p, s). */
byte waiters[4];

#define sem(p, s) (2 * (p) + (s))

/* Semaphore.rearm, and what Semaphore.arm does before */
inline newEpoch(s, more) {
    atomic {
        notQueued(word(p, s)) && queue[t].count < QUEUE ->
        waiters[sem(p, s)] = waiters[sem(p, s)] + more;
        storeRelease(word(p, s), 1)
    };
#ifndef NO_FENCE_AFTER_ARM
    fence()
#endif
}

/* Semaphore.arm */
inline arm(s) { newEpoch(s, 1) }

/* Semaphore.rearm */
inline rearm(s) { newEpoch(s, 0) }

/* Semaphore.disarm */
inline disarm(s) {
    atomic {
        notQueued(word(p, s)) && queue[t].count < QUEUE ->
        waiters[sem(p, s)]--;
        if
        :: waiters[sem(p, s)] == 0 ->
            storeRelease(word(p, s), 0)
        :: else
        fi
    }
}

/* PeerSemaphore.look of process p at the peer's semaphore s */
inline look(s) {
    if
    :: atomic {
            memory[word(1 - p, s)] == 1 && !rung[word(1 - p, s)] ->
            rung[word(1 - p, s)] = true
        };
        ring()
    :: else
    fi
}

/* PeerSemaphore.post */
inline post(s) {
#ifndef NO_FENCE_BEFORE_LOOKING
    fence();
#endif
    look(s)
}

/* Semaphore.acquire of an application thread, for room. Spinning is one more look, or none. */
inline acquire(condition) {
    done = false;
    do
    :: !done && !hungUp[p] ->
        if
        :: condition -> done = true
        :: true ->
#ifdef ARM_AFTER_LOOK
            done = condition;
            if
            :: done
            :: else ->
                seeBells();
                arm(ROOM);
                doorbellSleep();
                disarm(ROOM)
            fi
#else
#ifndef BELLS_READ_LATE
            seeBells();
#endif
            arm(ROOM);
#ifdef BELLS_READ_LATE
            seeBells();
#endif
            if
            :: condition -> done = true
            :: else -> doorbellSleep()
            fi;
            disarm(ROOM)
#endif
        fi
    :: done || hungUp[p] -> break
    od;
    done = condition
}
