/* SPDX-License-Identifier: Apache-2.0 */

/* Closing and death: a clean close is never taken for a death, and what was published before is delivered. */
#include "words.pml"

#define APP_SENDS(p) ((p) == 0 -> APP0 : APP1)
#define CALLBACK_SENDS(p) ((p) == 0 -> CALLBACK0 : CALLBACK1)
#define FLUSHES(p) false
#define CLOSES(p) ((p) == 0 -> CLOSES0 : CLOSES1)
#define HAS_APP(p) (CLOSES(p) || APP_SENDS(p) > 0)
#define CRASH(p) ((p) == DIES)

/* Everybody who lives ends, because somebody closes or has died. */
#define judged(p) (dead[p] || appEnded[p] && sessionEnded[p])

/* AttachmentState.reason, after the last message was delivered */
inline checkReason() {
    if
    :: closedHere[p]
    :: atomic { !closedHere[p] && memory[word(1 - p, STATE)] == CLOSED -> assert(closedHere[1 - p]) }
    :: atomic { !closedHere[p] && memory[word(1 - p, STATE)] != CLOSED -> assert(dead[1 - p]) }
    fi
}

/* AttachmentState.close */
inline closeApp() {
    if
    :: CLOSES(p) && !sessionEnded[p] ->
        closedHere[p] = true;
#ifdef HANGUP_BEFORE_STATE
        doorbellClose();
        storeRelease(word(p, STATE), CLOSED)
#else
        storeRelease(word(p, STATE), CLOSED);
        doorbellClose()
#endif
    :: else
    fi
}

#include "session.pml"
