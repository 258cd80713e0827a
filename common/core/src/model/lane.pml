/* SPDX-License-Identifier: Apache-2.0 */

/*
 * One lane, word by word: publication, reuse, wrap, padding, fragments, the death of either end at every step, and what
 * is sent again to the next reader. The two lanes of a segment share no word, so one stands for both. No fence is
 * needed here, and there is none: the posts that have one are left out, and both ends poll.
 *
 * The lane is scaled down: CAPACITY words of 8 bytes, a frame is at most (CAPACITY - 1) / 2 words with its header, and
 * a fragment carries at least one. A header is flags, length and number in one word. A payload word looks like the
 * header of a whole message, so a reader that takes an old one for a header is not saved by zeros.
 *
 * Steps that nobody else can tell apart are one: what a frame appends to the writer's own queue of stores is seen by
 * others only as it leaves the queue, one store at a time, and what a dead writer had not published is never read.
 *
 * With AREA, a bulk area of so many words: a message that is longer than MAX_PAYLOAD is a block of it, and its frame has
 * one word, the block's position. A BULK frame's header is that of padding that begins a message.
 *
 * With WIDE, a wide lane of so many words, to which the writer moves when the lane is full; a frame there carries at
 * most WIDE_PAYLOAD. MOVED's header is that of padding that is redelivered.
 *
 * Parameters: CAPACITY and MAX_PAYLOAD in words, MESSAGES, of 0 to LONGEST words each; AREA if there is one, or WIDE.
 */
#ifndef AREA
#define AREA 0
#endif
#ifdef WIDE
#define WIDE_START (CAPACITY + 1 + AREA)
#define WORDS (WIDE_START + WIDE)
/* Of the ring in which the writer or the reader is. No outer parentheses: spin takes none after ->. */
#define capacity (CAPACITY + moved * (WIDE - CAPACITY))
#define ringEnd CAPACITY + moved * (WIDE_START + WIDE - CAPACITY)
#define maxPayload MAX_PAYLOAD + moved * (WIDE_PAYLOAD - MAX_PAYLOAD)
#define canMove (moved == false)
#else
#define WORDS (CAPACITY + 1 + AREA)
#define capacity CAPACITY
#define ringEnd CAPACITY
#define maxPayload MAX_PAYLOAD
#define canMove false
#endif
#define QUEUE 6
#define THREADS 2
#define WRITER 0
#define READER 1
#define Value short
#define ACKNOWLEDGED CAPACITY

#define PUBLISHED 1
#define BEGIN 2
#define END 4
#define PADDING 8
#define REDELIVERED 16
#define header(words, flags, number) ((flags) | PUBLISHED | (words) << 5 | ((number) & 15) << 8)
#define lengthOf(h) (((h) >> 5) & 7)
#define isBulk(h) (((h) & PADDING) > 0 && ((h) & BEGIN) > 0)
#define isPadding(h) (((h) & PADDING) > 0 && ((h) & (BEGIN | REDELIVERED)) == 0)
#define isMoved(h) (((h) & PADDING) > 0 && ((h) & BEGIN) == 0 && ((h) & REDELIVERED) > 0)
#define MODULO (AREA > 0 -> AREA : 1)
#define BLOCKS (CAPACITY + 1)
#define content(m, i) (PUBLISHED | BEGIN | END | 1 << 5 | (m) << 8 | (i) << 12)
#define after(at, words) ((at) + (words) - capacity * ((at) + (words) == ringEnd))
#define tail ringEnd - offset

short memory[WORDS];
byte length[MESSAGES];      /* of each message, payload words */
bool called[MESSAGES];      /* its callback was called: from now on it may have been handled */
byte complete;              /* messages whose last header was stored: OutgoingLane.publish */
byte next;                  /* the message that has to come next */
byte readerPosition;
bool readerGone[2];         /* the first reader may die, the second does not */
#define readerDied readerGone[0]
bool writerDied, readerEnded, flushed;

inline becomesVisible(stored) { skip }

#include "memory.pml"

/* LaneWriter.claim, LaneWriter.acknowledged */
inline claim(words) {
    if
    :: position + words + 1 - known <= capacity
    :: else ->
        assert(memory[ACKNOWLEDGED] >= known && memory[ACKNOWLEDGED] <= position);
        known = memory[ACKNOWLEDGED]
    fi;
    room = position + words + 1 - known <= capacity;
    /* Nothing that the reader may still read is written to. */
    assert(!room || position + words + 1 - readerPosition <= capacity)
}

/* LaneWriter.publish of a frame whose payload is m's words from from on, none if it is padding */
inline publish(words, flags) {
#ifdef HEADER_BEFORE_PAYLOAD
    storeRelease(offset, header(words - 1, flags, number));
#endif
#ifndef NO_ZERO_NEXT_HEADER
    storePlain(after(offset, words), 0);
#endif
    i = 1;
    do
    :: i < words && (flags & PADDING) == 0 -> storePlain(offset + i, content(m, written + i - 1)); i++
    :: else -> break
    od;
#ifndef HEADER_BEFORE_PAYLOAD
    storeRelease(offset, header(words - 1, flags, number));
#endif
    position = position + words;
    offset = after(offset, words);
    number++;
    i = 0
}

/* FrameWriter.move: the header that the last frame has zeroed; the one that comes next is in the wide lane */
inline move() {
#ifdef WIDE
    assert(position + 1 - readerPosition <= CAPACITY);
    storeRelease(offset, header(0, PADDING + REDELIVERED, number));
    position++;
    number++;
    moved = true;
    wideFrom = position;
    offset = WIDE_START + position % WIDE
#else
    skip
#endif
}

/* BulkCursor: the position of a block of some words, and where that is in the area */
inline placeBlock(words) {
    if
    :: words <= AREA - blockOffset -> start = blockPosition; block = blockOffset
    :: else -> start = blockPosition + AREA - blockOffset; block = 0
    fi
}
inline advanceBlock(words) {
    blockPosition = start + words;
    blockOffset = block + words;
    if
    :: blockOffset == AREA -> blockOffset = 0
    :: else
    fi
}
inline restartArea() {
    if
    :: blockOffset > 0 -> blockPosition = blockPosition + AREA - blockOffset; blockOffset = 0
    :: else
    fi
}

/* BulkWriter.free: blocks are free when the frames of their messages are acknowledged; if all are, the area restarts */
inline freeBlocks() {
    i = 0;
    do
    :: i < m && ends[i] <= known && blockEnds[i] > freed -> freed = blockEnds[i]; i++
    :: i < m && ends[i] <= known && blockEnds[i] <= freed -> i++
    :: else -> break
    od;
    if
    :: i == m && blockPosition == freed -> restartArea(); freed = blockPosition
    :: else
    fi;
    i = 0
}

/* LaneWriter.hasRoomForBlock */
inline claimBlock(words) {
    placeBlock(words);
    if
    :: start + words - freed <= AREA
    /* For want of room, or of reserved memory. */
    :: known = memory[ACKNOWLEDGED];
        freeBlocks();
        placeBlock(words)
    fi;
#ifndef BLOCK_REUSED_EARLY
    room = room && start + words - freed <= AREA
#endif
}

/* LaneWriter.publishBlock */
inline publishBlock(words) {
    storePlain(after(offset, 2), 0);
    storePlain(offset + 1, start);
    i = 0;
    do
    :: i < words -> storePlain(BLOCKS + block + i, content(m, i)); i++
    :: else -> break
    od;
    h = PADDING + BEGIN + END + (REDELIVERED * (m < again));
    storeRelease(offset, header(1, h, number));
    position = position + 2;
    offset = after(offset, 2);
    number++;
    blockEnds[m] = start + words;
    advanceBlock(words);
    h = 0;
    i = 0
}
#define isBlock(words) (AREA > 0 && (words) > MAX_PAYLOAD && (words) <= AREA / 2)

/* Fragmenter.plan: words of the next frame's payload, or PAD */
#define PAD 7
inline plan() {
    left = length[m] - written;
    if
    :: left <= maxPayload && left + 1 <= tail -> size = left
    :: left <= maxPayload && left + 1 > tail && written == 0 -> size = PAD
    :: else ->
        size = (maxPayload < tail - 1 -> maxPayload : tail - 1);
        if
        :: size < 1 -> size = PAD
        :: else
        fi
    fi
}

/*
 * RetainedMessages.collect: whole frames from the lane, which must still hold them, and the fragmented messages kept
 * aside
 */
#ifdef WIDE
#define isWide(at) (moved && (at) >= wideFrom)
#define placeOf(at) ((1 - isWide(at)) * ((at) % CAPACITY) + isWide(at) * (WIDE_START + (at) % WIDE))
#define endOf(at) (CAPACITY + isWide(at) * (WIDE_START + WIDE - CAPACITY))
#else
#define placeOf(at) ((at) % CAPACITY)
#define endOf(at) CAPACITY
#endif
inline collect() {
    again = m;
    from = m;
    left = placeOf(known);
    size = number;
    do
    :: known < position ->
        h = memory[left];
        assert((h & PUBLISHED) > 0 && lengthOf(h) + 1 <= endOf(known) - left);
        if
        :: (h & BEGIN) > 0 && (h & END) > 0 ->
            /* The first message whose end is beyond what is acknowledged. */
            i = 0;
            do
            :: ends[i] <= known -> i++
            :: else -> break
            od;
            assert(i < m && (isBulk(h) || lengthOf(h) == length[i]));
            assert(isBulk(h) || lengthOf(h) == 0 || memory[left + 1] == content(i, 0));
            /* BulkWriter.copy: the block is still what was sent. */
            assert(!isBulk(h) || memory[BLOCKS + (blockEnds[i] - length[i]) % MODULO] == content(i, 0)
                    && memory[BLOCKS + (blockEnds[i] - 1) % MODULO] == content(i, length[i] - 1));
            from = (i < from -> i : from)
        :: else ->
            i = 0;
            do
            :: i < m && ends[i] != known + lengthOf(h) + 1 -> i++
            :: else -> break
            od;
            if
            :: (h & END) > 0 -> assert(i < m); from = (i < from -> i : from)
            :: else
            fi
        fi;
        known = known + lengthOf(h) + 1;
        left = placeOf(known)
    :: else -> break
    od
}

/* BulkArea.reserveWideLane has written zeros to whatever was there. */
inline soil() {
#ifdef WIDE_NOT_ZEROED
    i = WIDE_START;
    do
    :: i < WORDS -> memory[i] = content(0, 1); i++
    :: else -> break
    od;
    i = 0
#else
    skip
#endif
}

/* A fresh segment, and a reader that knows nothing; the message that was half written begins anew. */
inline restart() {
    m = from;
    i = 0;
    do
    :: i < WORDS -> memory[i] = 0; i++
    :: else -> break
    od;
    i = 0;
    soil();
    do
    :: i < MESSAGES ->
        /* What is acknowledged has been handled. */
        assert(i >= m || called[i]);
        ends[i] = 0; blockEnds[i] = 0; i++
    :: else -> break
    od;
    position = 0; offset = 0; number = 0; known = 0; written = 0; left = 0; size = 0; i = 0; h = 0;
    blockPosition = 0; blockOffset = 0; freed = 0;
#ifdef WIDE
    moved = false; wideFrom = 0;
#endif
    readerPosition = 0;
    next = from;
    complete = from;
    from = 0;
    run Reader(READER, 1)
}

/*
 * OutgoingLane.publish, LaneWriter.write, BlockingSender.flush; RetainedMessages.collect and Outbox.sendAgain after
 * the reader's death
 */
proctype Writer(byte t) provided (!writerDied) {
    byte position, offset, number, known;
    byte m, written, left, size, i, again, from;
    byte ends[MESSAGES];    /* where each message's last frame ends in the lane */
    byte blockEnds[MESSAGES];   /* where its block ends, 0 if it has none */
    byte blockPosition, blockOffset, freed, start, block;
    bool room, second;
    short h;
#ifdef WIDE
    bool moved;
    byte wideFrom;
#endif

    do
    :: atomic { m < MESSAGES && isBlock(length[m]) && !(readerDied && !second) ->
        if
        :: tail < 2 ->
            claim((tail));
            if
            :: room -> publish((tail), PADDING)
            :: else
            fi
        :: else -> room = true
        fi;
        if
        :: room -> claim(2)
        :: else
        fi;
        if
        :: room -> claimBlock(length[m])
        :: else
        fi;
        if
        :: room ->
            publishBlock(length[m]);
            ends[m] = position; m++;
            complete = (m > complete -> m : complete)
        :: else ->
            (known != memory[ACKNOWLEDGED] || readerDied && !second)
        fi;
        start = 0; block = 0 }
    :: atomic { m < MESSAGES && !isBlock(length[m]) && !(readerDied && !second) ->
        plan();
        claim((size == PAD -> tail : size + 1));
        if
        :: room && size == PAD -> publish((tail), PADDING)
        :: room && size != PAD ->
            left = size;
            h = ((BEGIN * (written == 0)) + (END * (written + size == length[m])) + (REDELIVERED * (m < again)));
            publish((left + 1), h);
            written = written + left;
            if
            :: written == length[m] && (h & END) > 0 ->
                ends[m] = position; m++; written = 0;
                complete = (m > complete -> m : complete)
            :: else
            fi;
            h = 0
        :: !room && canMove -> move()
        :: !room && !canMove ->
            (position + (size == PAD -> tail : size + 1) + 1 - memory[ACKNOWLEDGED] <= capacity
                    || readerDied && !second)
        fi }
    :: m == MESSAGES && memory[ACKNOWLEDGED] == position -> flushed = true; break
    :: readerDied && !second && !(m == MESSAGES && memory[ACKNOWLEDGED] == position) ->
        /* SessionLoop.detach after end-of-file: what the reader had stored has arrived. */
        queue[WRITER].count == 0 && queue[READER].count == 0;
        atomic {
            second = true;
            known = memory[ACKNOWLEDGED];
            collect();
            restart()
        }
    od
}

/* LaneReader.release: a crash before it leaves the message unacknowledged */
inline acknowledge(words) {
    atomic {
        position = position + words;
        readerPosition = position;
        offset = after(offset, words);
        number++;
        storeRelease(ACKNOWLEDGED, position)
    }
}

/* LaneReader.poll, FragmentAssembler; ReceivingEnd.deliver. life counts the readers that came one after the other. */
proctype Reader(byte t; byte life) provided (!readerGone[life]) {
    byte position, offset, number, i, assembled;
    byte blockPosition, blockOffset, start, block;
    bool begun;
    short h;
#ifdef WIDE
    bool moved;
#endif

    do
    :: atomic { memory[offset] != 0 ->
            h = memory[offset];
            /* LaneReader.check: a violation would end the session */
            assert((h & PUBLISHED) > 0 && ((h >> 8) & 15) == (number & 15) && h < 4096);
            assert(lengthOf(h) + 1 <= tail);
            assert(!isPadding(h) || lengthOf(h) + 1 == tail);
            assert((h & (BEGIN | PADDING)) > 0 || begun);
#ifdef WIDE
            assert(!isMoved(h) || !moved && lengthOf(h) == 0);
#endif
            if
            :: (h & BEGIN) > 0 -> begun = true; assembled = 0
            :: else
            fi;
            /* LaneReader.pollBlock */
            if
            :: isBulk(h) ->
                placeBlock(length[next]);
                if
                :: memory[offset + 1] != start ->
                    restartArea();
                    placeBlock(length[next]);
                    assert(memory[offset + 1] == start)
                :: else
                fi;
                advanceBlock(length[next])
            :: else
            fi };
#ifdef ACK_BEFORE_CALLBACK
        acknowledge(lengthOf(h) + 1);
#endif
        /* The callback of a whole frame reads in place; a fragment is copied. */
        i = 0;
        do
        :: atomic { isBulk(h) && i < length[next] ->
                assert(memory[BLOCKS + block + i] == content(next, i));
                i++; assembled++ }
        :: atomic { (h & PADDING) == 0 && i < lengthOf(h) ->
                assert(memory[offset + 1 + i] == content(next, assembled));
                i++; assembled++ }
        :: atomic { else ->
                i = 0;
                if
                :: (h & END) > 0 ->
                    assert(next < MESSAGES && assembled == length[next]);
                    assert(!called[next] || (h & REDELIVERED) > 0);
                    called[next] = true;
                    next++; begun = false; assembled = 0
                :: else
                fi;
                break }
        od;
#ifndef ACK_BEFORE_CALLBACK
        acknowledge(lengthOf(h) + 1);
#endif
        /* LaneReader.move */
#ifdef WIDE
        atomic {
            if
            :: isMoved(h) -> moved = true; offset = WIDE_START + position % WIDE
            :: else
            fi;
            h = 0
        }
#else
        h = 0
#endif
    :: atomic { writerDied && queue[WRITER].count == 0 && memory[offset] == 0 ->
            assert(next >= complete);
            readerEnded = true; break }
    od
}

/* Stored words become visible: a release store after all before it, a plain one not before one to the same word. */
#define same(i, j) (queue[WRITER].word[i] == queue[WRITER].word[j])
#define overtakes(i) (queue[WRITER].count > i && !queue[WRITER].release[i] && !same(i, 0))
proctype Memory() {
    byte k;

end:
    do
    :: queue[READER].count > 0 -> become(READER, 0)
    :: queue[WRITER].count > 0 -> become(WRITER, 0)
    :: overtakes(1) -> become(WRITER, 1)
    :: overtakes(2) && !same(2, 1) -> become(WRITER, 2)
    :: overtakes(3) && !same(3, 2) && !same(3, 1) -> become(WRITER, 3)
    :: overtakes(4) && !same(4, 3) && !same(4, 2) && !same(4, 1) -> become(WRITER, 4)
    od
}

/* At any time either end may die, or both. What it has stored arrives first: meanwhile it just does not run. */
proctype Crash() {
    do
    :: atomic { !readerDied && queue[READER].count == 0 -> readerDied = true }
    :: atomic { !writerDied && queue[WRITER].count == 0 -> writerDied = true }
    :: break
    od
}

proctype Judge() {
    timeout;
    assert(writerDied || flushed && next == MESSAGES);
    assert(!writerDied || readerEnded || readerDied)
}

init {
    byte m, longer, i;

    atomic {
        do
        :: m < MESSAGES ->
            select(longer : 0 .. LONGEST);
            length[m] = longer;
            m++
        :: else -> break
        od;
        m = 0;
        i = 0;
        soil();
        run Writer(WRITER);
        run Reader(READER, 0);
        run Memory();
        run Crash();
        run Judge()
    }
}
