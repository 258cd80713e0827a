/* SPDX-License-Identifier: Apache-2.0 */

/* Doorbell: what the kernel holds (socket, hangUp) and what the threads of a process share, process by process. */
byte socket[2];     /* bells that were rung at this process and not read */
bool hangUp[2];     /* the other end is closed: end-of-file after the last bell */
bool quiet[2];      /* with HALF_CLOSE, the byte by which the other side hangs up in the connection without bells */
bool released[2];   /* with HALF_CLOSE, this process has closed the connection in which the other side never rings */
bool closed[2];     /* this process has closed its own ends */

/*
 * Doorbell.bells only grows and is only compared with what somebody has seen, so what is kept of it is who, of the
 * four threads and the two outboxes, has seen its present value.
 */
bool heard[4];
bool outboxHeard[2];
bool hungUp[2];
bool reading[2];
bool standIn[2];    /* a stand-in reader runs */
bool interest[2];   /* PollingDoorbell.interests; of Outbox.setBlocked only */
bool awaited[2];
bool bellWoken[2];  /* BellWire.wakeBellWaiter, wakeEndWaiter: the wait has ended, or the next one ends at once */
bool endWoken[2];

#define seeBells() heard[t] = false
#define mustWait (!heard[t] && !hungUp[p])

/* BellSockets.ring: a byte that finds the socket full is not written. */
inline ring() {
    atomic {
        fence();
        if
        :: !closed[p] && !closed[1 - p] && socket[1 - p] < SOCKET -> socket[1 - p]++
        :: else
        fi
    }
}

/* BellSockets.read: takes what has rung, any number at once, or the end; ListeningDoorbell.finishReading */
inline read() {
    atomic {
        socket[p] > 0 || hangUp[p] || closed[p] ->
        ended = closed[p] || socket[p] == 0;
        socket[p] = 0
    };
    d_step {
        reading[p] = false;
        hungUp[p] = hungUp[p] || ended;
        heard[p] = true;
        heard[2 + p] = true;
        outboxHeard[p] = true;
        ended = false
    }
}

#ifdef POLLED
#define END (hangUp[p] || closed[p])

/* What wakes a thread that waits for the end in the connection without bells */
#ifdef HALF_CLOSE
#define QUIET_END (quiet[p] || closed[p] || released[1 - p] || dead[1 - p])
#else
#define QUIET_END END
#endif

/* PollingDoorbell.take, under the lock */
inline take(bySession) {
    atomic {
        fence();
        if
        :: socket[p] > 0 || END ->
            d_step {
                hungUp[p] = hungUp[p] || closed[p] || socket[p] == 0;
                socket[p] = 0;
                heard[p] = true;
                heard[2 + p] = true;
                outboxHeard[p] = true;
#ifndef NO_WAKE_OF_SLEEPER
                bellWoken[p] = bellWoken[p] || awaited[p];
#endif
#ifndef NO_WAKE_OF_SESSION
                endWoken[p] = endWoken[p] || !bySession && (interest[p] || hungUp[p]);
#endif
            }
        :: !(socket[p] > 0 || END) && quiet[p] ->
            d_step { quiet[p] = false; heard[p] = true; heard[2 + p] = true; outboxHeard[p] = true }
        :: !(socket[p] > 0 || END) && !quiet[p]
        fi
    }
}

/* PollingDoorbell.listen: with an interest it waits for bells too, and returns at each. */
inline doorbellWatch() {
    do
    :: atomic { !hungUp[p] && !interest[p] -> again = false }; sleepUntilEnd()
    :: atomic { mustWait && interest[p] -> again = true }; sleepUntilEnd()
    :: atomic { hungUp[p] || interest[p] && !mustWait -> again = false; break }
    od
}

/* BellSockets.awaitEnd */
inline sleepUntilEnd() {
    atomic { QUIET_END || endWoken[p] || again && (socket[p] > 0 || END) -> endWoken[p] = false; again = false };
    take(true)
}

/* PollingDoorbell.sleep */
inline doorbellSleep() {
    do
    :: atomic { mustWait -> awaited[p] = true };
        atomic { END || bellWoken[p] || socket[p] > 0 -> bellWoken[p] = false; awaited[p] = false };
        take(false)
    :: !mustWait -> break
    od
}

/* PollingDoorbell.addInterest */
inline addInterest() {
#ifndef NO_INTEREST
    interest[p] = true;
    endWoken[p] = true
#else
    skip
#endif
}
inline removeInterest() { interest[p] = false }
#else
inline addInterest() { skip }
inline removeInterest() { skip }
#endif

/* ListeningDoorbell.listen */
inline doorbellListen() {
    if
    :: atomic { !reading[p] && mustWait -> reading[p] = true }; read()
    :: !mustWait
    fi
}

#ifndef POLLED
/*
 * ListeningDoorbell.sleep: the time that it waits for a reader before it starts a stand-in is as long as the steps
 * between.
 */
inline doorbellSleep() {
    if
    :: atomic { mustWait && !reading[p] -> standIn[p] = true; reading[p] = true }
    :: !mustWait || reading[p]
    fi;
    !mustWait || !reading[p]
}
#endif

/* The thread that ListeningDoorbell.start starts. */
proctype StandIn(byte p) provided (mayRun(p, 1)) {
    bool ended;

    {
    do
    :: atomic { standIn[p] -> standIn[p] = false }; read()
    od
    } unless { atomic { dead[p] -> ended = false; dying = 0 } }
}

/* Doorbell.close: the peer reads end-of-file after all that the first thread to close stored before. */
#ifdef HALF_CLOSE
/* BellSockets.close: shuts the bells down, then writes a byte where it never rings. */
inline doorbellClose() {
    if
#ifdef BYTE_BEFORE_SHUTDOWN
    :: atomic { !closed[p] && queue[t].count == 0 -> closed[p] = true; quiet[1 - p] = true };
        atomic { hangUp[1 - p] = true; sawPublished(1 - p) }
#else
    :: atomic { !closed[p] && queue[t].count == 0 -> closed[p] = true; hangUp[1 - p] = true; sawPublished(1 - p) };
#ifndef NO_BYTE
        quiet[1 - p] = true
#endif
#endif
    :: closed[p]
    fi;
    hungUp[p] = true
}
#else
inline doorbellClose() {
    atomic {
        fence();
        if
        :: !closed[p] -> closed[p] = true; hangUp[1 - p] = true; sawPublished(1 - p)
        :: else
        fi
    };
    hungUp[p] = true
}
#endif
