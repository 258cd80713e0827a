// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Attaches, talks and writes at random into the segment until it is detached; then it attaches again. */
final class Scribbler {
    private static final int MOST = 4096;
    private static final int TALK_EVERY = 4;
    private static final int LOOK_EVERY = 16;
    private static final int MOVE_EVERY = 16;
    /** Words. */
    private static final int NEAR = 16;
    private static final long PAUSE_NS = 20_000;
    private static final long[] WORDS = {0, 1, -1, 8, 2, Long.MAX_VALUE, Long.MIN_VALUE, 0x0000_0007_0000_0008L};

    private final Callable<RawPeer> source;
    private final SplittableRandom random;
    private long done;
    private int sessions;
    private long bulkWritten;
    private long bulkRead;
    private long movesOut;
    private long movesIn;

    Scribbler(Callable<RawPeer> source, long seed) {
        this.source = source;
        this.random = new SplittableRandom(seed);
    }

    int sessions() {
        return sessions;
    }

    /** Messages that this side put into its bulk area and published. */
    long bulkWritten() {
        return bulkWritten;
    }

    /** Frames of the other side that named a block of its bulk area. */
    long bulkRead() {
        return bulkRead;
    }

    /** Sessions in which this side has moved to its wide lane. */
    long movesOut() {
        return movesOut;
    }

    /** Sessions in which the other side has. */
    long movesIn() {
        return movesIn;
    }

    /** Writes so often and closes all its sessions. */
    void run(long scribbles) throws Exception {
        while (done < scribbles) {
            sessions++;
            try (RawPeer peer = source.call()) {
                long until = Math.min(scribbles, done + 1 + random.nextInt(MOST));
                int from = random.nextInt(4);
                while (done < until && !(done % LOOK_EVERY == 0 && isDetached(peer))) {
                    if (random.nextInt(TALK_EVERY) == 0) {
                        talk(peer);
                    }
                    scribble(peer, from);
                    done++;
                }
            }
        }
    }

    /** Pauses, because on a machine with few CPUs the other side gets no time otherwise. */
    private static boolean isDetached(RawPeer peer) throws IOException {
        LockSupport.parkNanos(PAUSE_NS);
        return peer.isOver();
    }

    private void talk(RawPeer peer) throws IOException {
        if (peer.out.canMove() && random.nextInt(MOVE_EVERY) == 0) {
            peer.out.move();
            movesOut++;
        }
        int kind = random.nextInt(8) == 0 ? RawLane.BINARY : RawLane.TEXT;
        if (peer.bulkOut.capacity() > 0 && random.nextInt(3) == 0) {
            byte[] payload = "x".repeat(1 + random.nextInt(2000)).getBytes(StandardCharsets.UTF_8);
            bulkWritten += peer.writeBulk(kind, payload) ? 1 : 0;
        } else {
            peer.out.write(kind, "x".repeat(random.nextInt(100)).getBytes(StandardCharsets.UTF_8));
        }
        boolean bulk = peer.in.isReference();
        boolean stayed = peer.in.canMove();
        byte[] read = peer.in.read();
        movesIn += stayed != peer.in.canMove() ? 1 : 0;
        if (read != null) {
            bulkRead += bulk ? 1 : 0;
            peer.in.acknowledge(peer.in.position());
        }
        peer.ringIfNeeded();
    }

    /** Anywhere, and where the next frames are. */
    private void scribbleWide(RawLane lane) {
        int at = random.nextInt(lane.wide().capacity() / 8);
        if (lane.memory() == lane.wide() && random.nextBoolean()) {
            at = (lane.offset() / 8 + random.nextInt(NEAR)) % (lane.wide().capacity() / 8);
        }
        lane.wide().putLong(8 * at, random.nextBoolean() ? WORDS[random.nextInt(WORDS.length)] : random.nextLong());
    }

    /** Writes anywhere in some sessions, and only where the other side reads first in others. */
    private void scribble(RawPeer peer, int session) {
        ByteBuffer memory = peer.memory;
        if (peer.bulkOut.capacity() > 0 && random.nextInt(4) == 0) {
            ByteBuffer area = random.nextBoolean() ? peer.bulkOut : peer.bulkIn;
            area.putLong(8 * random.nextInt(area.capacity() / 8), random.nextLong());
        }
        if (peer.out.wide().capacity() > 0 && random.nextInt(4) == 0) {
            scribbleWide(random.nextBoolean() ? peer.out : peer.in);
        }
        if (session == 3) {
            memory = peer.out.memory();
        }
        int from = session == 1 ? RawPeer.LANES : 0;
        int to = session == 2 ? RawPeer.LANES : memory.capacity();
        int at = session == 3 ? peer.out.offset() : from + random.nextInt(to - from);
        switch (random.nextInt(4)) {
            case 0 -> memory.put(at, (byte) random.nextInt());
            case 1 -> memory.putInt(at & -4, random.nextInt());
            case 2 -> memory.putLong(at & -8, WORDS[random.nextInt(WORDS.length)]);
            default -> memory.putLong(at & -8, random.nextLong());
        }
    }
}
