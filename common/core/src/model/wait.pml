/* SPDX-License-Identifier: Apache-2.0 */

/* Event counts, doorbell, back-pressure, outbox: no lost wake-up, everything is delivered, flush returns. */
#include "words.pml"

#define APP_SENDS(p) ((p) == 0 -> APP0 : APP1)
#define CALLBACK_SENDS(p) ((p) == 0 -> CALLBACK0 : CALLBACK1)
#define FLUSHES(p) (APP_SENDS(p) > 0)
#define HAS_APP(p) (polled(p) || APP_SENDS(p) > 0)
#define CRASH(p) ((p) == DIES)

#define SENDS(p) (APP_SENDS(p) + CALLBACK_SENDS(p))
#define lives(p) (!dead[p])

/* Both live: all is delivered and acknowledged. One has died: the other has delivered what was published, and ends. */
#define judged(p) (!lives(p) || lives(1 - p) \
        && appEnded[p] && (flushed[p] || !FLUSHES(p)) && outbox[p] == 0 && published[p] == SENDS(p) \
        && taken[p] == SENDS(1 - p) && memory[word(p, ACKNOWLEDGED)] == taken[p] \
        || !lives(1 - p) && appEnded[p] && sessionEnded[p] && taken[p] == memory[word(1 - p, PUBLISHED)])

inline checkReason() { assert(dead[1 - p]) }
inline closeApp() { skip }
inline callbackEnds() { skip }
inline retire() { skip }
inline forgetLease() { skip }

#include "session.pml"
