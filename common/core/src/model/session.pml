/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A session of two processes, each with its own thread, an application thread and, at need, a stand-in reader; with
 * POLLED, process 0 has no listener, and its application thread receives. A lane
 * is what its positions say, in messages: the words that say how many are published and how many are acknowledged.
 * lane.pml has what is in them.
 *
 * Parameters, from the file that includes this one: APP_SENDS(p) messages of the application thread, CALLBACK_SENDS(p)
 * of the callback onAttached, CAPACITY of a lane, SOCKET bells fit the socket, CLOSES(p) whether the application
 * thread closes at its end, CRASH(p) whether the process may die at every step.
 */
byte memory[13];
bool dead[2];
byte dying;     /* the threads of the dead process leave one by one while all else stands still: fewer states */
#define mayRun(p, whoLeaves) (dying == 0 || dying == whoLeaves && dead[p])

/* What one thread stores under a lock comes after what another one stored there. */
#define notQueued(w) (queue[(t + 2) % 4].word[0] != w && queue[(t + 2) % 4].word[1] != w \
        && queue[(t + 2) % 4].word[2] != w)

byte published[2];      /* LaneWriter.position */
byte known[2];          /* LaneWriter.acknowledged, the copy */
byte taken[2];          /* LaneReader.position: callbacks that returned */
bool writeLock[2];      /* SendingEnd.lock */
bool readLock[2];       /* ReceivingEnd.lock, with POLLED */
bool publishDue[2];
byte outbox[2];
bool blocked[2];
byte blockedAt[2];
bool closedHere[2];

bool sessionEnded[2];
bool appEnded[2];
bool flushed[2];
byte visibleAtEnd[2];   /* what of the peer's was published when the kernel said that it is gone */

/* By the kernel, as end-of-file arrives at p. */
inline sawPublished(by) { visibleAtEnd[by] = memory[word(1 - (by), PUBLISHED)] }

/*
 * An epoch is never used again, so what is kept of it is whether it is odd, and of EventCount.takenEpoch, whether it
 * is the epoch that is visible now.
 */
bool rung[13];
bool looked[2];     /* the visible epoch of ROOM here is the one that EventCount.takeWaiterUnfenced has seen */

/* A position without a sleeper only decides whether a bell is rung in vain, so it becomes 0: fewer states. */
inline becomesVisible(stored) {
    rung[stored] = false;
    if
    :: stored == word(0, ROOM) || stored == word(1, ROOM) ->
        looked[stored / 6] = false;
        memory[stored + AWAITED - ROOM] = (memory[stored] == 0 -> 0 : memory[stored + AWAITED - ROOM])
    :: else
    fi
}

#include "memory.pml"
#include "doorbell.pml"
#include "eventcount.pml"

/* What a dead process knew is the same for all others: fewer states. */
inline forgetThread() { d_step { sent = 0; done = false; rest = false; again = false } }
inline forgetProcess() {
    known[p] = 0; writeLock[p] = false; publishDue[p] = false; outbox[p] = 0; blocked[p] = false; blockedAt[p] = 0;
    sessionEnded[p] = false; appEnded[p] = false; flushed[p] = false; visibleAtEnd[p] = 0;
    rung[word(1 - p, ARRIVALS)] = false; rung[word(1 - p, ROOM)] = false;
    heard[p] = false; heard[2 + p] = false; outboxHeard[p] = false; hungUp[p] = false; reading[p] = false;
    looked[1 - p] = false;
    standIn[p] = false; interest[p] = false; awaited[p] = false; bellWoken[p] = false; endWoken[p] = false;
    readLock[p] = false; awaits[waiter(p, APP)] = NONE; awaits[waiter(p, OUTBOX)] = NONE;
    forgetLease()
}

/* LaneReader.available */
#define available (memory[word(1 - p, PUBLISHED)] > taken[p])

/* LaneWriter.claim: in the copy, then in the word */
#define hasRoom (published[p] - known[p] < CAPACITY || published[p] - memory[word(1 - p, ACKNOWLEDGED)] < CAPACITY)

/* Where there is room again: LaneWriter.awaitedPosition lies between that and what is published. */
#define roomAt (published[p] - CAPACITY + 1)

/* Outbox.canUnblock, SendingEnd.canPublishOutbox */
#define canPublishOutbox (!publishDue[p] && blocked[p] && outbox[p] > 0 \
        && (memory[word(1 - p, ACKNOWLEDGED)] != blockedAt[p] || outboxHeard[p]))

/* LaneWriter.write; done tells whether there was room */
inline write() {
    atomic {
        notQueued(word(p, PUBLISHED)) && queue[t].count < QUEUE ->
        done = hasRoom;
        if
        :: done ->
            if
            :: published[p] - known[p] >= CAPACITY -> known[p] = memory[word(1 - p, ACKNOWLEDGED)]
            :: else
            fi;
            published[p]++;
            storeRelease(word(p, PUBLISHED), published[p])
        :: else -> known[p] = memory[word(1 - p, ACKNOWLEDGED)]
        fi
    }
}

/* OutgoingLane.publish: the signal follows whether there was room or not */
inline advance() { write(); post(ARRIVALS) }

/* Outbox.setBlocked(true) */
inline setBlocked() {
    atomic {
        again = outboxHeard[p];
#ifndef BELLS_READ_LATE
        outboxHeard[p] = false;
#endif
        if
        :: !blocked[p] -> addInterest(); armRoom(OUTBOX, published[p], published[p])
        :: blocked[p] && again -> armRoom(OUTBOX, published[p], published[p])
        :: else
        fi;
        blocked[p] = true;
#ifdef BELLS_READ_LATE
        outboxHeard[p] = false;
#endif
        again = false
    }
}

/* Outbox.setBlocked(false) */
inline setUnblocked() {
    if
    :: blocked[p] -> disarmRoom(OUTBOX); removeInterest(); blocked[p] = false
    :: else
    fi
}

/* Outbox.publish; done tells whether nothing is left */
inline outboxPublish() {
    do
    :: outbox[p] > 0 ->
        advance();
        if
        :: atomic { done -> outbox[p]-- }
        :: atomic { else -> blockedAt[p] = memory[word(1 - p, ACKNOWLEDGED)] };  /* Outbox.hasRoomAfterAll */
            setBlocked();
            if
            :: afterArm && hasRoom
            :: atomic { afterArm && !hasRoom -> done = false; break }
            fi
        fi
    :: atomic { outbox[p] == 0 -> setUnblocked(); done = true; break }
    od
}

inline lockWrite() { atomic { !writeLock[p] -> writeLock[p] = true } }

/* SendingEnd.unlock; keeps done */
inline unlockWrite() {
    atomic { rest = done; writeLock[p] = false };
    do
    :: atomic { (publishDue[p] || outbox[p] > 0 && !blocked[p]) && !writeLock[p] ->
            writeLock[p] = true; publishDue[p] = false };
        outboxPublish();
        writeLock[p] = false
    :: atomic { !((publishDue[p] || outbox[p] > 0 && !blocked[p]) && !writeLock[p]) ->
            done = rest; rest = false; break }
    od
}

/* SendingEnd.publishOutbox of the session's own thread */
inline publishOutbox() {
    if
    :: atomic { outbox[p] > 0 -> publishDue[p] = true };
        if
        :: atomic { !writeLock[p] -> writeLock[p] = true; publishDue[p] = false };
            outboxPublish();
            unlockWrite()
        :: else
        fi
    :: else
    fi
}

/* SendingEnd.sendWithoutWaiting, in a callback */
inline sendWithoutWaiting() {
    if
    :: lockWrite();
        outboxPublish();
        if
        :: done && hasRoom -> advance()     /* SendingEnd.publishIfItFits */
        :: else -> outbox[p]++
        fi;
        unlockWrite()
    :: else -> outbox[p]++; publishOutbox()
    fi
}

/* Waiter.listen of the session's own thread */
inline listen() {
    if
    :: available || canPublishOutbox      /* spinning pays */
    :: atomic { fallAsleep(available || canPublishOutbox); arm(ARRIVALS) };
        if
        :: afterArm && lookAgain(available || canPublishOutbox)
        :: afterArm && !lookAgain(available || canPublishOutbox) -> seeBellsLate(); doorbellListen()
        fi;
        disarm(ARRIVALS)
    fi
}

/*
 * ReceivingEnd.deliver: a pass. The callback has returned when taken grows. Within the pass
 * the peer's epoch is looked at without a fence, at its end IncomingLane.endPass signals.
 */
inline deliver() {
    do
    :: atomic {
        !closedHere[p] && available ->
        any = true;
        taken[p]++;
        assert(taken[p] <= published[1 - p])
        };
        /* IncomingLane.release */
        if
        :: atomic { !closedHere[p] -> storeRelease(word(p, ACKNOWLEDGED), taken[p]) };
            lookForRoom(true)
        :: else -> callbackEnds()
        fi
    :: closedHere[p] || !available -> break
    od;
    if
    :: any -> lookForRoom(beforeLooking)
    :: else
    fi
}

#ifdef POLLED
#define polled(p) ((p) == 0)

/* SessionLoop.watch */
inline watchIfPolled() {
    do
    :: hungUp[p] || !polled(p) -> break
    :: !hungUp[p] && polled(p) ->
        seeBells();
        publishOutbox();
        atomic { done = false; rest = false };
        doorbellWatch()
    od
}

/* ReceivingEnd.detach */
inline moveToBacklogIfPolled() {
    if
    :: atomic { polled(p) && !readLock[p] -> readLock[p] = true };
        deliver();
        atomic { readLock[p] = false; any = false }
    :: !polled(p)
    fi
}

/* IncomingLane.awaitArrivals, Waiter.await; done tells whether there are any */
inline awaitArrivals() {
    done = false;
    do
    :: atomic { !done && !hungUp[p] ->
            if
            :: available -> done = true
            :: fallAsleep(available); arm(ARRIVALS)
            fi };
        if
        :: done
        :: atomic { !done && afterArm && lookAgain(available) -> done = true }; disarm(ARRIVALS)
        :: !done && afterArm && !lookAgain(available) -> seeBellsLate(); doorbellSleep(); disarm(ARRIVALS)
        fi
    :: done || hungUp[p] -> break
    od;
    done = available
}

/* ReceivingEnd.receive, again and again, until the attachment is over */
inline receiveAll() {
    atomic { !readLock[p] -> readLock[p] = true };
    do
    :: !sessionEnded[p] ->
        deliver();
        if
        :: atomic { any -> any = false }
        :: atomic { !any -> done = false };
            awaitArrivals();
            if
            :: done
            :: else -> break
            fi
        fi
    :: sessionEnded[p] -> break
    od;
    atomic { readLock[p] = false; done = false; any = false }
}
#else
#define polled(p) false
inline watchIfPolled() { skip }
inline moveToBacklogIfPolled() { skip }
#endif

/* SessionLoop.run: attached, listen or watch, detach */
proctype SessionThread(byte p; byte t) provided (mayRun(p, 3)) {
    byte sent;
    bool any, over, done, rest, again, ended;

    {
    do
    :: sent < CALLBACK_SENDS(p) -> sendWithoutWaiting(); sent++; done = false
    :: else -> sent = 0; break
    od;
    watchIfPolled();
    do
    :: polled(p) -> break
#ifdef END_LOOKED_FOR_LAST
    :: atomic { !polled(p) -> any = false; done = false };
        deliver();
        over = hungUp[p];
#else
    :: atomic { !polled(p) -> over = hungUp[p]; any = false; done = false };
        deliver();
#endif
        publishOutbox();
        if
        :: atomic { !any && !over -> done = false }; listen()
        :: atomic { !any && over -> break }
        :: any
        fi
    od;
    moveToBacklogIfPolled();
    /* Everything that was visible to the kernel when it hung up has been delivered. */
    assert(closedHere[p] || taken[p] >= visibleAtEnd[p]);
    checkReason();
    /* SessionLoop.detach: SendingEnd.detach waits for the write lock; CurrentAttachment.setState(CLOSED) */
    lockWrite();
    setUnblocked();
    atomic { blocked[p] = true; sessionEnded[p] = true };
    writeLock[p] = false;
    doorbellClose();
    retire();
    false
    } unless { atomic { dead[p] -> forgetThread(); ended = false; any = false; over = false;
            dying = (HAS_APP(p) -> 2 : 0) } }
}

/* SendingEnd.awaitOutboxPublished; done tells whether the outbox is empty */
inline awaitOutboxPublished() {
    do
    :: sessionEnded[p] -> done = false; break
    :: !sessionEnded[p] ->
        outboxPublish();
        if
        :: done -> break
        :: else ->
            acquire(hasRoom, roomAt, published[p]);
            if
            :: done
            :: else -> break
            fi
        fi
    od
}

/* BlockingSender.send */
inline blockingSend() {
    lockWrite();
    awaitOutboxPublished();
    do
    :: done ->
        /* BlockingSender.publish */
        advance();
        if
        :: atomic { done -> sent++; break }
        :: else -> acquire(hasRoom, roomAt, published[p])
        fi
    :: else -> break
    od;
    unlockWrite()
}

#ifdef NO_POST_AFTER_BATCH
#define postBatch() skip
#else
#define postBatch() post(ARRIVALS)
#endif

/* SessionBatch.send: OutgoingLane.publishUnposted, or BlockingSender.send after SendingEnd.unlockForBatch */
inline sendInBatch() {
    done = false;
    if
    :: outbox[p] == 0 && !hungUp[p] && !sessionEnded[p] -> write()
    :: else
    fi;
    if
    :: done -> look(ARRIVALS); sent++
    :: else ->
        postBatch();
        unlockWrite();
        blockingSend();
        lockWrite()
    fi
}

/* BlockingSender.send, or SessionBatch from its begin to its close */
inline sendAll() {
#ifdef BATCH
    lockWrite();
    do
    :: done && sent < APP_SENDS(p) -> sendInBatch()
    :: else -> break
    od;
    postBatch();
    unlockWrite()
#else
    do
    :: done && sent < APP_SENDS(p) -> blockingSend()
    :: else -> break
    od
#endif
}

/* Messages and flush, then ShmoozeClient.close or ShmoozeServer.close */
proctype AppThread(byte p; byte t) provided (mayRun(p, 2)) {
    byte sent;
    bool done, rest, again;
#ifdef POLLED
    bool any;
#endif

    {
    done = true;
    sendAll();
    if
    :: done && FLUSHES(p) ->
        /* BlockingSender.flush */
        lockWrite();
        awaitOutboxPublished();
        sent = published[p];
        unlockWrite();
        if
        :: done -> acquire(memory[word(1 - p, ACKNOWLEDGED)] >= sent, sent, sent)
        :: else
        fi;
        assert(!done || taken[1 - p] >= sent);
        flushed[p] = done
    :: else
    fi;
    atomic { sent = 0; done = false };
    closeApp();
    appEnded[p] = true;
#ifdef POLLED
    receiveAll();
#endif
    false
#ifdef POLLED
    } unless { atomic { dead[p] -> forgetThread(); any = false; dying = 1 } }
#else
    } unless { atomic { dead[p] -> forgetThread(); dying = 1 } }
#endif
}

/* Stored words become visible in the order of each thread: all of them are release stores. */
proctype Memory() provided (dying == 0) {
    byte k;

end:
    do
    :: queue[0].count > 0 -> become(0, 0)
    :: queue[1].count > 0 -> become(1, 0)
    :: queue[2].count > 0 -> become(2, 0)
    :: queue[3].count > 0 -> become(3, 0)
    od
}

/*
 * The process p dies: nothing of it runs on, what it has stored arrives, the kernel closes its sockets. The time from
 * its last step to the kernel's is one in which its threads just do not run, so there is no step between.
 */
proctype Crash(byte p) {
    d_step {
        queue[p].count == 0 && queue[2 + p].count == 0 ->
        dead[p] = true;
        dying = 3;
        forgetProcess();
        hangUp[1 - p] = true;
        sawPublished(1 - p)
    }
}

/* Nothing can go on: what must have come to pass by then. */
proctype Judge() {
    timeout;
    assert(judged(0) && judged(1))
}

init {
    atomic {
        memory[word(0, STATE)] = OPEN;
        memory[word(1, STATE)] = OPEN;
        run SessionThread(0, 0);
        run SessionThread(1, 1);
        if
        :: HAS_APP(0) -> run AppThread(0, 2); run StandIn(0)
        :: else -> appEnded[0] = true
        fi;
        if
        :: HAS_APP(1) -> run AppThread(1, 3); run StandIn(1)
        :: else -> appEnded[1] = true
        fi;
        run Memory();
        if
        :: CRASH(0) -> run Crash(0)
        :: CRASH(1) -> run Crash(1)
        :: !CRASH(0) && !CRASH(1)
        fi;
        run Judge()
    }
}
