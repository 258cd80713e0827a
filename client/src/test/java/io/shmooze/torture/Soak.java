// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.torture.TortureReport.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Mixed traffic and clean reconnects for a long time; no resource may grow. */
final class Soak {
    private static final int CLIENTS = 2;
    private static final int SEGMENT_SIZE = 64 << 10;
    private static final long HEAP_SLACK = 6 << 20;
    private static final long RESIDENT_SLACK_KB = 12 << 10;
    private static final int WARM_UP_PART = 5;
    /** Until then the JVM itself grows, because it loads and compiles. */
    private static final Duration WARM = Duration.ofSeconds(20);

    private final TortureReport report;
    private final Random random;

    /** A process at rest, after garbage collection. */
    private record ProcessSample(ProcessStatus status, long heap) {
        boolean isMoreThan(ProcessSample before) {
            return status.isMoreThan(before.status) || status.segments() > before.status.segments();
        }

        boolean hasMoreMemoryThan(ProcessSample before) {
            return heap > before.heap + HEAP_SLACK
                    || status.residentKb() > before.status.residentKb() + RESIDENT_SLACK_KB;
        }
    }

    Soak(TortureReport report, Random random) {
        this.report = report;
        this.random = random;
    }

    void run(Duration time) throws IOException, InterruptedException {
        try (TestBed testBed = TestBed.create(SEGMENT_SIZE, report)) {
            ChildProcess[] children = new ChildProcess[1 + CLIENTS];
            try {
                for (int i = 0; i < children.length; i++) {
                    children[i] = new ChildProcess(testBed, i == 0, i + 1, null, random.nextLong());
                }
                for (ChildProcess child : children) {
                    child.await("ready");
                }
                Duration warmUp = time.dividedBy(WARM_UP_PART);
                bounce(children, warmUp);
                ProcessSample[] before = samples(children);
                bounce(children, time.minus(warmUp));
                compare(children, before, samples(children), warmUp.compareTo(WARM) >= 0);
                testBed.expectFiles("t.lock", "t.sock");
            } finally {
                for (ChildProcess child : children) {
                    child.kill();
                    child.awaitEnd();
                }
            }
        }
    }

    private void bounce(ChildProcess[] children, Duration time) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < endNs && report.isGood()) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
            ChildProcess child = children[random.nextInt(children.length)];
            child.tell("bounce");
            child.await("bounced");
            report.bounces++;
        }
    }

    private static ProcessSample[] samples(ChildProcess[] children) throws IOException, InterruptedException {
        for (ChildProcess child : children) {
            child.tell("settle");
        }
        ProcessSample[] samples = new ProcessSample[children.length];
        for (int i = 0; i < children.length; i++) {
            String heap = children[i].await("settled");
            ProcessStatus status = ProcessStatus.atRest(children[i].pid(), i == 0 ? CLIENTS : 1, i == 0 ? 1 : 0);
            samples[i] = new ProcessSample(status, heap == null ? 0 : Long.parseLong(heap));
        }
        for (ChildProcess child : children) {
            child.tell("resume");
        }
        return samples;
    }

    private void compare(ChildProcess[] children, ProcessSample[] before, ProcessSample[] after, boolean warm) {
        for (int i = 0; i < children.length; i++) {
            System.out.printf("%s%n  first %s%n  last  %s%n", children[i], before[i], after[i]);
            if (after[i].isMoreThan(before[i]) || warm && after[i].hasMoreMemoryThan(before[i])) {
                report.found(Fault.LEAKED, children[i] + " grew from " + before[i] + " to " + after[i]);
            }
        }
    }
}
