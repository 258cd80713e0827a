// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.torture.Tally.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Mixed traffic and clean reconnects for a long time, in which nothing may grow. */
final class Soak {
    private static final int CLIENTS = 2;
    private static final int SEGMENT_SIZE = 64 << 10;
    private static final long HEAP_SLACK = 6 << 20;
    private static final long RESIDENT_SLACK_KB = 12 << 10;
    private static final int WARM_UP_PART = 5;
    /** Before that the JVM itself still grows: it loads and compiles. */
    private static final Duration WARM = Duration.ofSeconds(20);

    private final Tally tally;
    private final Random random;

    /** A process at rest, after garbage collection. */
    private record Sample(ProcessStatus status, long heap) {
        boolean isMoreThan(Sample before) {
            return status.isMoreThan(before.status) || status.segments() > before.status.segments();
        }

        boolean hasMoreMemoryThan(Sample before) {
            return heap > before.heap + HEAP_SLACK
                    || status.residentKb() > before.status.residentKb() + RESIDENT_SLACK_KB;
        }
    }

    Soak(Tally tally, Random random) {
        this.tally = tally;
        this.random = random;
    }

    void run(Duration time) throws IOException, InterruptedException {
        try (Scene scene = Scene.create(SEGMENT_SIZE, tally)) {
            Actor[] cast = new Actor[1 + CLIENTS];
            try {
                for (int i = 0; i < cast.length; i++) {
                    cast[i] = new Actor(scene, i == 0, i + 1, null, random.nextLong());
                }
                for (Actor actor : cast) {
                    actor.await("ready");
                }
                Duration warmUp = time.dividedBy(WARM_UP_PART);
                bounce(cast, warmUp);
                Sample[] before = samples(cast);
                bounce(cast, time.minus(warmUp));
                compare(cast, before, samples(cast), warmUp.compareTo(WARM) >= 0);
                scene.expectFiles("t.lock", "t.sock");
            } finally {
                for (Actor actor : cast) {
                    actor.kill();
                    actor.awaitEnd();
                }
            }
        }
    }

    private void bounce(Actor[] cast, Duration time) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < endNs && tally.isGood()) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
            Actor actor = cast[random.nextInt(cast.length)];
            actor.tell("bounce");
            actor.await("bounced");
            tally.bounces++;
        }
    }

    private static Sample[] samples(Actor[] cast) throws IOException, InterruptedException {
        for (Actor actor : cast) {
            actor.tell("settle");
        }
        Sample[] samples = new Sample[cast.length];
        for (int i = 0; i < cast.length; i++) {
            String heap = cast[i].await("settled");
            samples[i] = new Sample(ProcessStatus.atRest(cast[i].pid(), i == 0 ? CLIENTS : 1, i == 0 ? 1 : 0),
                    heap == null ? 0 : Long.parseLong(heap));
        }
        for (Actor actor : cast) {
            actor.tell("resume");
        }
        return samples;
    }

    private void compare(Actor[] cast, Sample[] before, Sample[] after, boolean warm) {
        for (int i = 0; i < cast.length; i++) {
            System.out.printf("%s%n  first %s%n  last  %s%n", cast[i], before[i], after[i]);
            if (after[i].isMoreThan(before[i]) || warm && after[i].hasMoreMemoryThan(before[i])) {
                tally.found(Fault.LEAKED, cast[i] + " grew from " + before[i] + " to " + after[i]);
            }
        }
    }
}
