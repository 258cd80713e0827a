// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.torture.TortureReport.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A server and its clients in a directory of their own: kills, stops and restarts at random, then a clean end, then the
 * comparison of their journals.
 */
final class Episode {
    private static final int SETTLE_EVERY = 6;

    private final TestBed testBed;
    private final TortureReport report;
    private final Random random;
    private final ChildProcess[] children;
    private final List<ChildProcess> all = new ArrayList<>();
    private final Map<ChildProcess, ProcessStatus> first = new HashMap<>();

    /** The processes that run now; the first is the server. */
    Episode(TestBed testBed, int clients, Random random) {
        this.testBed = testBed;
        this.report = testBed.report();
        this.random = random;
        this.children = new ChildProcess[1 + clients];
    }

    void run(int disturbances) throws IOException, InterruptedException {
        try {
            for (int i = 0; i < children.length; i++) {
                start(i);
            }
            for (int i = 1; i <= disturbances && !hasFailed(); i++) {
                disturb();
                if (i % SETTLE_EVERY == 0 && !hasFailed()) {
                    settle();
                }
            }
            if (!hasFailed()) {
                settle();
            }
            leave();
            checkJournals();
        } finally {
            ChildProcess.end(all);
        }
    }

    private void start(int role) throws IOException {
        int incarnation = all.size() + 1;
        Path journal = testBed.scratch().resolve(incarnation + ".journal");
        children[role] = new ChildProcess(testBed, role == 0, incarnation, journal, random.nextLong());
        all.add(children[role]);
    }

    private boolean hasFailed() {
        return report.faults.containsKey(Fault.STUCK) || all.stream().anyMatch(ChildProcess::hasFailed);
    }

    private void disturb() throws IOException, InterruptedException {
        pause();
        int dice = random.nextInt(100);
        int role = random.nextInt(2) == 0 ? 0 : 1 + random.nextInt(children.length - 1);
        if (dice < 75) {
            kill(role);
        } else if (dice < 82) {
            report.doubleKills++;
            kill(random.nextBoolean() ? reversed() : everybody());
        } else if (dice < 92) {
            report.stops++;
            children[role].stop(1 + random.nextInt(random.nextInt(4) == 0 ? 1500 : 200));
        } else {
            report.bounces++;
            children[role].tell("bounce");
        }
    }

    /** Mostly long enough for traffic; otherwise the next disturbance comes during start or handshake. */
    private void pause() throws InterruptedException {
        if (random.nextInt(4) > 0) {
            for (ChildProcess child : children) {
                if (!child.awaitReady()) {
                    return;
                }
            }
            children[0].awaitAttached(children.length - 1);
        }
        TimeUnit.MICROSECONDS.sleep((long) (Math.pow(random.nextDouble(), 2) * 300_000));
    }

    private int[] everybody() {
        int[] roles = new int[children.length];
        for (int i = 0; i < roles.length; i++) {
            roles[i] = i;
        }
        return roles;
    }

    private int[] reversed() {
        int[] roles = everybody();
        for (int i = 0; i < roles.length; i++) {
            roles[i] = roles.length - 1 - i;
        }
        return roles;
    }

    private void kill(int... roles) throws IOException, InterruptedException {
        for (int role : roles) {
            children[role].kill();
        }
        for (int role : roles) {
            if (role == 0) {
                report.serverKills++;
            } else {
                report.clientKills++;
            }
        }
        if (random.nextInt(3) == 0) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
        }
        for (int role : roles) {
            // Before that, a new server would be refused.
            children[role].awaitEnd();
            start(role);
        }
    }

    /** Waits until all traffic pauses and is acknowledged; then no process may hold more than its sessions need. */
    private void settle() throws IOException, InterruptedException {
        for (ChildProcess child : children) {
            child.tell("settle");
        }
        boolean settled = true;
        for (ChildProcess child : children) {
            settled &= child.await("settled") != null;
        }
        if (settled) {
            checkResources();
            testBed.expectFiles("t.lock", "t.sock");
            for (ChildProcess child : children) {
                child.tell("resume");
            }
        }
    }

    private void checkResources() throws IOException, InterruptedException {
        for (ChildProcess child : children) {
            if (child.hasFailed()) {
                child.awaitEnd();
                return;
            }
            int sessions = child.server ? children.length - 1 : 1;
            int listeners = child.server ? 1 : 0;
            ProcessStatus status = ProcessStatus.atRest(child.pid(), sessions, listeners);
            report.noticedBulk(child.server, status.bulkKb());
            ProcessStatus before = first.putIfAbsent(child, status);
            if (!child.hasFailed()
                    && (!status.isClean(sessions, listeners) || before != null && status.isMoreThan(before))) {
                report.found(Fault.LEAKED, child + " has " + status + ", and had " + before);
            }
        }
    }

    private void leave() throws IOException, InterruptedException {
        for (int i = children.length - 1; i >= 0; i--) {
            if (!children[i].hasFailed()) {
                children[i].quit();
            }
            children[i].awaitEnd();
        }
        testBed.expectFiles("t.lock");
    }

    private void checkJournals() throws IOException {
        Map<Integer, ProcessHistory> histories = new HashMap<>();
        all.forEach(child -> histories.put(child.incarnation, child.history));
        Oracle oracle = new Oracle(histories, testBed);
        for (ChildProcess child : all) {
            if (Files.exists(child.journal)) {
                oracle.read(child.journal, child.incarnation, child.server);
            }
        }
        oracle.check();
    }
}
