/* SPDX-License-Identifier: Apache-2.0 */

/* Doorbell: what the kernel holds (socket, hangUp) and what the threads of a process share, process by process. */
byte socket[2];     /* bells that were rung at this process and not read */
bool hangUp[2];     /* the other end is closed: end-of-file after the last bell */
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

/* BellSockets.read: takes what has rung, any number at once, or the end; Doorbell.finishReading */
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

/* Doorbell.listen */
inline doorbellListen() {
    if
    :: atomic { !reading[p] && mustWait -> reading[p] = true }; read()
    :: !mustWait
    fi
}

/* Doorbell.sleep: the time that it waits for a reader before it starts a stand-in is as long as the steps between. */
inline doorbellSleep() {
    if
    :: atomic { mustWait && !reading[p] -> standIn[p] = true; reading[p] = true }
    :: !mustWait || reading[p]
    fi;
    !mustWait || !reading[p]
}

/* The thread that Doorbell.start starts. */
proctype StandIn(byte p) provided (mayRun(p, 1)) {
    bool ended;

    {
    do
    :: atomic { standIn[p] -> standIn[p] = false }; read()
    od
    } unless { atomic { dead[p] -> ended = false; dying = 0 } }
}

/* Doorbell.close: the peer reads end-of-file after all that the first thread to close stored before. */
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
