/* SPDX-License-Identifier: Apache-2.0 */

/* EventCount; s is ARRIVALS or ROOM. The epoch's word is word(p, s). */
byte waiters[4];

#define sem(p, s) (2 * (p) + (s))

/* The fences are in the guards of the looks that follow them: nothing of this thread is between. */
#ifdef NO_FENCE_AFTER_ARM
#define afterArm true
#else
#define afterArm (queue[t].count == 0)
#endif
#ifdef NO_FENCE_BEFORE_LOOKING
#define beforeLooking true
#else
#define beforeLooking (queue[t].count == 0)
#endif

/* EventCount.rearm, and what EventCount.arm does before; the caller's next look is afterArm */
inline newEpoch(s, more) {
    atomic {
        notQueued(word(p, s)) && queue[t].count < QUEUE ->
        waiters[sem(p, s)] = waiters[sem(p, s)] + more;
        storeRelease(word(p, s), 1)
    }
}

/* EventCount.arm */
inline arm(s) { newEpoch(s, 1) }

/* EventCount.rearm */
inline rearm(s) { newEpoch(s, 0) }

/* EventCount.disarm */
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

#define mustRing(s) (memory[word(1 - p, s)] == 1 && !rung[word(1 - p, s)])

/* EventCount.takeWaiterUnfenced of process p at the peer's event count s */
inline look(s) {
    if
    :: atomic { mustRing(s) -> rung[word(1 - p, s)] = true }; ring()
    :: !mustRing(s)
    fi
}

/* EventCount.takeWaiter: the same after a fence */
inline post(s) {
    if
    :: atomic { beforeLooking && mustRing(s) -> rung[word(1 - p, s)] = true }; ring()
    :: beforeLooking && !mustRing(s)
    fi
}

/* What Waiter.await and listen do before they look again */
inline fallAsleep(s, condition) {
#ifdef ARM_AFTER_LOOK
    !(condition);
#endif
#ifndef BELLS_READ_LATE
    seeBells();
#endif
    arm(s)
}

inline seeBellsLate() {
#ifdef BELLS_READ_LATE
    seeBells()
#else
    skip
#endif
}

#ifdef ARM_AFTER_LOOK
#define lookAgain(condition) false
#else
#define lookAgain(condition) (condition)
#endif

/* Waiter.await of an application thread, for room. Spinning is one more look, or none. */
inline acquire(condition) {
    done = false;
    do
    :: atomic { !done && !hungUp[p] ->
            if
            :: condition -> done = true
            :: fallAsleep(ROOM, condition)
            fi };
        if
        :: done
        :: atomic { !done && afterArm && lookAgain(condition) -> done = true }; disarm(ROOM)
        :: !done && afterArm && !lookAgain(condition) -> seeBellsLate(); doorbellSleep(); disarm(ROOM)
        fi
    :: done || hungUp[p] -> break
    od;
    done = condition
}
