// SPDX-License-Identifier: Apache-2.0
package io.shmooze.fuzz;

import io.shmooze.fuzz.FuzzLane.Ring;
import io.shmooze.lane.FrameDescriptor;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** The peer's pen: bits, words, and headers and positions that nearly make sense. */
final class Mutator {
    private static final long[] POSITIONS = {0, 8, -8, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1, 1L << 31, 1L << 32};
    private static final int[] LENGTHS = {0, 1, 7, 8, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30, 65536};

    private final FuzzLane lane;
    private final SplittableRandom random;
    /** Where it writes. */
    private Ring ring;

    Mutator(FuzzLane lane, SplittableRandom random) {
        this.lane = lane;
        this.random = random;
    }

    /**
     * One change somewhere.
     *
     * @param reads the lane in which the reader is
     * @param position of a frame that the reader may look at next
     * @param number of that frame
     */
    void mutate(Ring reads, long position, long number) {
        Ring other = reads == lane.ring && lane.wide != null ? lane.wide : lane.ring;
        ring = random.nextInt(8) == 0 ? other : reads;
        ByteBuffer memory = ring.memory();
        int frame = ring.at(position);
        switch (random.nextInt(22)) {
            case 0 -> flipBit(memory, ring.base(), ring.capacity());
            case 1 -> flipBit(memory, frame, FrameDescriptor.HEADER_LENGTH);
            case 2 -> flipBit(lane.memory, FuzzLane.ACKNOWLEDGED, Long.BYTES);
            case 3 -> memory.putLong(anyWord(), random.nextLong());
            case 4 -> memory.putLong(anyWord(), 0);
            case 5 -> memory.putInt(frame, length());
            case 6 -> memory.put(frame + 4, (byte) random.nextInt(random.nextBoolean() ? 128 : 256));
            case 7 -> memory.put(frame + 5, (byte) random.nextInt(random.nextBoolean() ? 8 : 256));
            case 8 -> memory.putShort(frame + 6, (short) (number + random.nextInt(-2, 3)));
            case 9 -> memory.putLong(frame, header(number));
            case 10 -> memory.putLong(anyWord(), header(number + random.nextInt(4)));
            case 11 -> memory.putLong(frame, memory.getLong(anyWord()));
            case 12 -> memory.put(frame + 5, (byte) (memory.get(frame + 5) ^ 1 << random.nextInt(2)));
            case 13 -> memory.put(frame + 4, (byte) (memory.get(frame + 4) ^ FrameDescriptor.REDELIVERED));
            case 14 -> lane.memory.putLong(FuzzLane.ACKNOWLEDGED, position());
            case 15 -> memory.putLong(frame, reference(number));
            case 16 -> putReference(frame + FrameDescriptor.HEADER_LENGTH);
            case 17 -> scribbleBulk();
            case 18 -> memory.putLong(frame, moved(number));
            case 19 -> memory.putLong(anyWord(), moved(number + random.nextInt(4)));
            case 20 -> putWord(frame + FrameDescriptor.HEADER_LENGTH);
            default -> scribble(memory);
        }
    }

    private void flipBit(ByteBuffer memory, int from, int length) {
        int at = from + random.nextInt(length);
        memory.put(at, (byte) (memory.get(at) ^ 1 << random.nextInt(8)));
    }

    private int anyWord() {
        return ring.base() + Long.BYTES * random.nextInt(ring.capacity() / Long.BYTES);
    }

    private int length() {
        return switch (random.nextInt(3)) {
            case 0 -> LENGTHS[random.nextInt(LENGTHS.length)];
            case 1 -> ring.capacity() + random.nextInt(-24, 24);
            default -> random.nextInt(ring.capacity());
        };
    }

    /** Mostly of a frame that the reader could accept. */
    private long header(long number) {
        int flags = random.nextInt(8) == 0 ? random.nextInt(256) : FrameDescriptor.PUBLISHED | random.nextInt(32);
        return length() & 0xFFFF_FFFFL | (long) flags << 32 | kind() << 40 | number << 48;
    }

    /** Mostly one of a message. */
    private long kind() {
        return random.nextInt(4) == 0 ? random.nextLong(8) : random.nextLong(2);
    }

    /** Of a block that is, or could nearly be, in the bulk area. */
    private long reference(long number) {
        int flags = FrameDescriptor.PUBLISHED | FrameDescriptor.BULK | random.nextInt(32);
        return 16L | (long) flags << 32 | kind() << 40 | number << 48;
    }

    /** Mostly one that the reader follows, if it has not yet and there is somewhere to go. */
    private long moved(long number) {
        int flags = FrameDescriptor.PUBLISHED | FrameDescriptor.MOVED
                | (random.nextInt(4) == 0 ? 1 << random.nextInt(8) : 0);
        long length = random.nextInt(8) == 0 ? length() & 0xFFFF_FFFFL : 0;
        long kind = random.nextInt(8) == 0 ? random.nextLong(256) : 0;
        return length | (long) flags << 32 | kind << 40 | number << 48;
    }

    private void putReference(int at) {
        if (at + 16 > ring.base() + ring.capacity()) {
            return;
        }
        int bulk = Math.max(lane.bulkCapacity(), 64);
        if (random.nextBoolean()) {
            ring.memory().putLong(at, random.nextInt(4) == 0 ? random.nextLong() : 64L * random.nextInt(2 * bulk / 64));
        }
        if (random.nextBoolean()) {
            ring.memory().putLong(at + 8, random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(bulk));
        }
    }

    /** What may begin a question, in a frame or in a block. */
    private void putWord(int at) {
        long word = random.nextLong(1L << 56) | random.nextLong(8) << 56;
        if (random.nextBoolean() && at + Long.BYTES <= ring.base() + ring.capacity()) {
            ring.memory().putLong(at, word);
        } else if (lane.bulkCapacity() > 0) {
            lane.bulk.memory().memory().putLong(64 * random.nextInt(lane.bulkCapacity() / 64), word);
        }
    }

    private void scribbleBulk() {
        for (int i = random.nextInt(64); i > 0 && lane.bulkCapacity() > 0; i--) {
            lane.bulk.memory().memory().put(random.nextInt(lane.bulkCapacity()), (byte) random.nextInt());
        }
    }

    private long position() {
        long now = lane.acknowledged();
        long chosen = POSITIONS[random.nextInt(POSITIONS.length)];
        return switch (random.nextInt(3)) {
            case 0 -> chosen;
            case 1 -> now + chosen;
            default -> now + Long.BYTES * (long) random.nextInt(-ring.capacity(), ring.capacity());
        };
    }

    private void scribble(ByteBuffer memory) {
        int from = random.nextInt(ring.capacity());
        int length = random.nextInt(Math.min(64, ring.capacity() - from));
        for (int i = 0; i < length; i++) {
            memory.put(ring.base() + from + i, (byte) random.nextInt());
        }
    }
}
