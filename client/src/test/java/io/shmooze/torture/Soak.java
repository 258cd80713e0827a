// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.torture.TortureReport.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            List<ChildProcess> children = new ArrayList<>();
            try {
                for (int i = 0; i <= CLIENTS; i++) {
                    children.add(new ChildProcess(testBed, i == 0, i + 1, null, random.nextLong()));
                }
                for (int i = 0; i < children.size() && areWell(children); i++) {
                    children.get(i).awaitReady();
                }
                run(children, time);
                if (areWell(children)) {
                    testBed.expectFiles("t.lock", "t.sock");
                }
            } finally {
                ChildProcess.end(children);
            }
        }
    }

    private void run(List<ChildProcess> children, Duration time) throws IOException, InterruptedException {
        Duration warmUp = time.dividedBy(WARM_UP_PART);
        long beganNs = System.nanoTime();
        bounce(children, beganNs + warmUp.toNanos());
        List<ProcessSample> before = samples(children);
        bounce(children, beganNs + time.toNanos());
        List<ProcessSample> after = samples(children);
        if (areWell(children)) {
            count(children);
            compare(children, before, after, warmUp.compareTo(WARM) >= 0);
        }
    }

    private boolean areWell(List<ChildProcess> children) {
        return report.isGood() && children.stream().noneMatch(ChildProcess::hasFailed);
    }

    private void bounce(List<ChildProcess> children, long endNs) throws InterruptedException {
        while (System.nanoTime() < endNs && areWell(children)) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
            bounce(children.get(random.nextInt(children.size())));
            report.bounces++;
        }
    }

    private static void bounce(ChildProcess child) throws InterruptedException {
        child.tell("bounce");
        child.await("bounced");
    }

    /** None if something has failed. */
    private List<ProcessSample> samples(List<ChildProcess> children) throws IOException, InterruptedException {
        settle(children);
        if (!areWell(children)) {
            return List.of();
        }
        for (ChildProcess child : children) {
            report.noticedBulk(child.server, ProcessStatus.of(child.pid()).bulkKb());
        }
        renew(children);
        List<String> heaps = settle(children);
        List<ProcessSample> samples = new ArrayList<>();
        for (int i = 0; i < heaps.size() && areWell(children); i++) {
            ProcessStatus status = ProcessStatus.atRest(children.get(i).pid(), i == 0 ? CLIENTS : 1, i == 0 ? 1 : 0);
            samples.add(new ProcessSample(status, Long.parseLong(heaps.get(i))));
        }
        for (ChildProcess child : children) {
            child.tell("resume");
        }
        return samples;
    }

    /** Gives all processes new sessions, because a session keeps memory of its last messages. */
    private static void renew(List<ChildProcess> children) throws InterruptedException {
        ChildProcess server = children.get(0);
        int attachments = server.attachments();
        for (ChildProcess client : children.subList(1, children.size())) {
            bounce(client);
        }
        server.awaitAttached(attachments + CLIENTS);
        bounce(server);
        server.awaitAttached(attachments + 2 * CLIENTS);
    }

    /** Lets all traffic pause until it is told to resume, and returns the heaps; fewer if something has failed. */
    private List<String> settle(List<ChildProcess> children) throws InterruptedException {
        return ask(children, "settle", "settled");
    }

    private List<String> ask(List<ChildProcess> children, String command, String word) throws InterruptedException {
        for (ChildProcess child : children) {
            child.tell(command);
        }
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < children.size() && areWell(children); i++) {
            answers.add(children.get(i).await(word));
        }
        return answers;
    }

    private void count(List<ChildProcess> children) throws InterruptedException {
        List<String> counts = ask(children, "count", "counted");
        for (int i = 0; i < counts.size() && areWell(children); i++) {
            ArrivalCount count = ArrivalCount.parse(counts.get(i));
            (children.get(i).server ? report.atServers : report.atClients).add(count);
            report.messages += count.messages();
        }
    }

    private void compare(List<ChildProcess> children, List<ProcessSample> before, List<ProcessSample> after,
                         boolean warm) {
        for (int i = 0; i < children.size(); i++) {
            ProcessSample first = before.get(i);
            ProcessSample last = after.get(i);
            System.out.printf("%s%n  first %s%n  last  %s%n", children.get(i), first, last);
            if (last.isMoreThan(first) || warm && last.hasMoreMemoryThan(first)) {
                report.found(Fault.LEAKED, children.get(i) + " grew from " + first + " to " + last);
            }
        }
    }
}
