/* SPDX-License-Identifier: Apache-2.0 */

/* The words of a segment that session.pml needs, and the sizes that memory.pml asks for. */
#define QUEUE 3
#define THREADS 4
#define Value byte

#define ARRIVALS 0
#define ROOM 1
#define PUBLISHED 2
#define ACKNOWLEDGED 3
#define STATE 4
#define AWAITED 5
#define OPEN 1
#define CLOSED 2
#define word(p, what) (1 + 6 * (p) + (what))
