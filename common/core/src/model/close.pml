/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Closing and death: a clean close is never taken for a death, and what was published before is delivered. With
 * HALF_CLOSE, both sides also have views that keep the segment mapped, and truncate its file: not before the other
 * side has finished with it, and without waiting for each other.
 */
#include "words.pml"

#define APP_SENDS(p) ((p) == 0 -> APP0 : APP1)
#define CALLBACK_SENDS(p) ((p) == 0 -> CALLBACK0 : CALLBACK1)
#define FLUSHES(p) false
#define CLOSES(p) ((p) == 0 -> CLOSES0 : CLOSES1)
#define HAS_APP(p) (CLOSES(p) || APP_SENDS(p) > 0)
#define CRASH(p) ((p) == DIES)

bool inside[2];     /* SegmentLease.users: the application thread has entered */
bool discarded[2];  /* SessionLoop.run has returned */
bool truncated;
#define touch assert(!truncated)

#ifdef HALF_CLOSE
/* Everybody who lives ends, because somebody closes or has died, and does not wait for a live peer's death. */
#define judged(p) (dead[p] || appEnded[p] && sessionEnded[p] && discarded[p])
#else
#define judged(p) (dead[p] || appEnded[p] && sessionEnded[p])
#endif

/* AttachmentState.reason, after the last message was delivered */
inline checkReason() {
    touch;
    if
    :: closedHere[p]
    :: atomic { !closedHere[p] && memory[word(1 - p, STATE)] == CLOSED -> assert(closedHere[1 - p]) }
    :: atomic { !closedHere[p] && memory[word(1 - p, STATE)] != CLOSED -> assert(dead[1 - p]) }
    fi
}

/* AttachmentState.close */
inline closeApp() {
    if
    :: atomic { CLOSES(p) && !sessionEnded[p] -> inside[p] = true; closedHere[p] = true };
#ifdef HANGUP_BEFORE_STATE
        doorbellClose();
        storeRelease(word(p, STATE), CLOSED);
#else
        storeRelease(word(p, STATE), CLOSED);
        doorbellClose();
#endif
        inside[p] = false
    :: else
    fi
}

#ifdef HALF_CLOSE
/* A callback in a closed session reads its message until the other side has noticed the end. */
inline callbackEnds() { (hungUp[1 - p] || dead[1 - p]) -> touch }

/* AttachmentState.retire and discard, without the limit of the wait. What doorbellClose has stored comes before. */
inline retire() {
    !inside[p];
#ifndef RELEASE_AFTER_TRUNCATING
    released[p] = true;
#endif
#ifdef TRUNCATE_AT_HANG_UP
    (hangUp[p] || dead[1 - p]);
#else
    (released[1 - p] || dead[1 - p]);
#endif
    atomic { truncated = true; released[p] = true; discarded[p] = true }
}
#else
inline callbackEnds() { skip }
inline retire() { !inside[p] }
#endif

inline forgetLease() { inside[p] = false; discarded[p] = false; released[p] = false; quiet[p] = false }

#include "session.pml"
