// SPDX-License-Identifier: Apache-2.0
package io.shmooze.fuzz;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Feeds both ends of lanes with what a hostile peer could write: valid traffic, then bits, words, headers and
 * positions changed at any time, also between poll and release. Nothing but a ProtocolException may come of it,
 * nothing that lies outside the lane or the limit may be delivered, and nobody may go round for ever; what was
 * published before the first change is delivered exactly.
 *
 * <pre>
 * cd common/core/target
 * java -cp classes:test-classes io.shmooze.fuzz.LaneFuzzer --frames 100000000
 * </pre>
 */
public final class LaneFuzzer {
    /** Of the lane, the bulk area and the wide lane. */
    private static final int[][] CAPACITIES = {{320, 0, 0}, {320, 4096, 0}, {320, 8192, 0}, {384, 0, 0},
        {1024, 4096, 0}, {4096, 16384, 0}, {320, 0, 1024}, {320, 4096, 4096}, {1024, 8192, 4096}, {320, 8192, 16384}};
    /** Among so many frames there are some of bulk areas, and a move. */
    private static final long MANY = 1000;
    private static final long STUCK_SECONDS = 60;

    private final long seed;
    private volatile long round;
    private long bulkMessages;
    private long bulkParts;
    private long moves;
    private long numbered;

    private LaneFuzzer(long seed) {
        this.seed = seed;
    }

    /**
     * Runs from the command line, and leaves with 0 if all was well.
     *
     * @param arguments --seed NUMBER, --frames NUMBER, --round NUMBER to repeat a single one
     */
    public static void main(String[] arguments) {
        LaneFuzzer fuzzer = new LaneFuzzer(option(arguments, "--seed", System.nanoTime() & 0xFFFF_FFFFL));
        watch(fuzzer, Thread.currentThread());
        long only = option(arguments, "--round", -1);
        long frames = only >= 0 ? 1 : option(arguments, "--frames", 10_000_000);
        System.out.println("LaneFuzzer --seed " + fuzzer.seed + " --frames " + frames);
        long beganNs = System.nanoTime();
        long done = fuzzer.runFrom(Math.max(only, 0), frames);
        System.out.printf("%d frames in %d rounds and %d ms; accepted from bulk areas: %d messages, %d parts; "
                + "%d moves; %d questions and answers%n",
                done, fuzzer.round, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs),
                fuzzer.bulkMessages, fuzzer.bulkParts,
                fuzzer.moves, fuzzer.numbered);
    }

    private static long option(String[] arguments, String name, long otherwise) {
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (arguments[i].equals(name)) {
                return Long.parseLong(arguments[i + 1]);
            }
        }
        return otherwise;
    }

    /**
     * Runs rounds until the reader has looked at so many frames.
     *
     * @param seed of everything
     * @param frames at least
     * @return how many it were
     */
    public static long run(long seed, long frames) {
        return new LaneFuzzer(seed).runFrom(0, frames);
    }

    private long runFrom(long first, long frames) {
        FuzzLane[] lanes = new FuzzLane[CAPACITIES.length];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new FuzzLane(CAPACITIES[i][0], CAPACITIES[i][1], CAPACITIES[i][2]);
        }
        long done = 0;
        for (round = first; done < frames; round++) {
            SplittableRandom random = new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L + round);
            try {
                FuzzRound next = new FuzzRound(lanes[random.nextInt(lanes.length)], random);
                done += next.run();
                bulkMessages += next.bulkMessages();
                bulkParts += next.bulkParts();
                numbered += next.numbered();
                moves += next.hasMoved() ? 1 : 0;
            } catch (Throwable e) {
                throw new AssertionError("LaneFuzzer --seed " + seed + " --round " + round + ": " + e.getMessage(), e);
            }
        }
        for (FuzzLane lane : lanes) {
            lane.close();
        }
        require(done < MANY || bulkMessages > done / MANY && bulkParts > done / MANY && moves > done / MANY
                && numbered > done / MANY, () -> bulkMessages + " messages and " + bulkParts
                + " parts through bulk areas, " + moves + " moves, " + numbered + " questions and answers");
        return done;
    }

    /** What never returns cannot be counted, so somebody else looks whether it goes on. */
    private static void watch(LaneFuzzer fuzzer, Thread worker) {
        Thread watchdog = new Thread(() -> {
            long seen = -1;
            while (fuzzer.round != seen) {
                seen = fuzzer.round;
                try {
                    TimeUnit.SECONDS.sleep(STUCK_SECONDS);
                } catch (InterruptedException e) {
                    return;
                }
            }
            System.err.println("Stuck in --seed " + fuzzer.seed + " --round " + seen);
            for (StackTraceElement line : worker.getStackTrace()) {
                System.err.println("    at " + line);
            }
            Runtime.getRuntime().halt(1);
        }, "watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    static void require(boolean condition, Supplier<String> otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise.get());
        }
    }
}
