/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The segment as two processes share it: words, and for each thread a queue of stores that others do not see yet.
 *
 * A release store (Segment.putLongRelease, putIntRelease) leaves the queue after every store before it. A plain store
 * (Segment.putLong, put) leaves when it likes, but not before an earlier one to the same word: weaker than x86, where
 * every store leaves in order. A load reads the memory as it is and passes all queued stores; loads keep their order,
 * because every load of a control word is an acquire load. Only a fence waits for the queue to be empty.
 */
typedef Stores {
    byte count;
    byte word[QUEUE];
    Value value[QUEUE];
    bool release[QUEUE]
}

Stores queue[THREADS];

/* What must hold at each access; the file that includes this one may say it. */
#ifndef touch
#define touch skip
#endif

/* Appends to the queue of the thread t that calls, which waits, like a processor, when the queue is full. */
inline store(w, v, isRelease) {
    atomic {
        queue[t].count < QUEUE ->
        d_step {
            touch;
            queue[t].word[queue[t].count] = w;
            queue[t].value[queue[t].count] = v;
            queue[t].release[queue[t].count] = isRelease;
            queue[t].count++
        }
    }
}

inline storeRelease(w, v) { store(w, v, true) }
inline storePlain(w, v) { store(w, v, false) }

/* VarHandle.fullFence, and what the kernel does before it shows a byte or an end-of-file to somebody else. */
inline fence() { queue[t].count == 0 }

/* The i-th store of a thread becomes visible. */
inline become(by, i) {
    d_step {
        memory[queue[by].word[i]] = queue[by].value[i];
        becomesVisible(queue[by].word[i]);
        k = i;
        do
        :: k + 1 < queue[by].count ->
            queue[by].word[k] = queue[by].word[k + 1];
            queue[by].value[k] = queue[by].value[k + 1];
            queue[by].release[k] = queue[by].release[k + 1];
            k++
        :: else -> break
        od;
        queue[by].count--;
        queue[by].word[queue[by].count] = 0;
        queue[by].value[queue[by].count] = 0;
        queue[by].release[queue[by].count] = false;
        k = 0
    }
}
