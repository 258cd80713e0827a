/* SPDX-License-Identifier: Apache-2.0 */

/* EventCount; s is ARRIVALS or ROOM. The epoch's word is word(p, s). One thread awaits arrivals. */

/* EventCount.awaited of ROOM: the positions that the application thread and the outbox of a process wait for. */
#define APP 0
#define OUTBOX 1
#define NONE 255
#define waiter(p, who) (2 * (p) + (who))
byte awaits[4] = NONE;
hidden byte least;

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

/* EventCount.arm of ARRIVALS; the caller's next look is afterArm */
inline arm(s) {
    atomic {
        notQueued(word(p, s)) && queue[t].count < QUEUE ->
        storeRelease(word(p, s), 1)
    }
}

/* EventCount.disarm of ARRIVALS */
inline disarm(s) {
    atomic {
        notQueued(word(p, s)) && queue[t].count < QUEUE ->
        storeRelease(word(p, s), 0)
    }
}

/* EventCount.storeLeast, the first half */
inline findLeast() {
    least = (awaits[waiter(p, APP)] < awaits[waiter(p, OUTBOX)] -> awaits[waiter(p, APP)] : awaits[waiter(p, OUTBOX)])
}

#define roomNotQueued (notQueued(word(p, ROOM)) && notQueued(word(p, AWAITED)))

#ifdef AWAITED_TOO_FAR
#define tooFar 1
#else
#define tooFar 0
#endif

/* EventCount.arm and rearm of ROOM, for a position of two */
inline armRoom(who, nearest, farthest) {
    atomic {
        roomNotQueued && queue[t].count + 1 < QUEUE ->
        if
        :: awaits[waiter(p, who)] = nearest
        :: awaits[waiter(p, who)] = farthest + tooFar
        fi;
        findLeast();
        storeRelease(word(p, AWAITED), least);
        storeRelease(word(p, ROOM), 1)
    }
}

/* EventCount.disarm of ROOM */
inline disarmRoom(who) {
    atomic {
        roomNotQueued && queue[t].count < QUEUE ->
        awaits[waiter(p, who)] = NONE;
        findLeast();
        if
        :: least == NONE -> storeRelease(word(p, ROOM), 0)
        :: else -> storeRelease(word(p, AWAITED), least)
        fi
    }
}

#define mustRing(s) (memory[word(1 - p, s)] == 1 && !rung[word(1 - p, s)])

/* EventCount.takeWaiterUnfenced of process p at the peer's arrivals */
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

/*
 * EventCount.takeWaiter and takeWaiterUnfenced of process p at the peer's room: the epoch, and then the position. If
 * another epoch has become visible in between, that one has not been taken.
 */
#define noSleeper (memory[word(1 - p, AWAITED)] == 0)
inline lookForRoom(fenced) {
    if
    :: atomic { fenced && mustRing(ROOM) -> looked[1 - p] = true };
        if
        :: atomic { taken[p] >= memory[word(1 - p, AWAITED)] ->
                rung[word(1 - p, ROOM)] = rung[word(1 - p, ROOM)] || looked[1 - p];
                looked[1 - p] = false };
            ring()
        :: atomic { taken[p] < memory[word(1 - p, AWAITED)] || noSleeper -> looked[1 - p] = false }
        fi
    :: fenced && !mustRing(ROOM)
    fi
}

/* What Waiter.await and listen do before they arm */
inline fallAsleep(condition) {
#ifdef ARM_AFTER_LOOK
    !(condition);
#endif
#ifndef BELLS_READ_LATE
    seeBells()
#else
    skip
#endif
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
inline acquire(condition, nearest, farthest) {
    done = false;
    do
    :: atomic { !done && !hungUp[p] ->
            if
            :: condition -> done = true
            :: fallAsleep(condition); armRoom(APP, nearest, farthest)
            fi };
        if
        :: done
        :: atomic { !done && afterArm && lookAgain(condition) -> done = true }; disarmRoom(APP)
        :: !done && afterArm && !lookAgain(condition) -> seeBellsLate(); doorbellSleep(); disarmRoom(APP)
        fi
    :: done || hungUp[p] -> break
    od;
    done = condition
}
