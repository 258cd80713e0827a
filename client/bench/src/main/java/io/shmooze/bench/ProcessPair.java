// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A serving process, and the asking processes that it serves one after the other. */
final class ProcessPair {
    /** How long silence lasts before it is measured, and how many times longer than other workloads it is measured. */
    private static final long SETTLE_MS = 300;
    private static final int SILENCE = 3;

    private final Contender contender;
    private final Path directory;
    private final Child server;
    private final Duration time;

    ProcessPair(Contender contender, Path directory, Child server, Duration time) {
        this.contender = contender;
        this.directory = directory;
        this.server = server;
        this.time = time;
    }

    /** Measures from before the start of a process until the process reports its first answer. */
    Sample connect() throws IOException, InterruptedException {
        long beganNs = System.nanoTime();
        try (Child asker = Child.start(ConnectingEnd.class, contender, List.of(directory.toString()))) {
            asker.endWith(server);
            asker.await("connected");
            return new Sample(Workload.CONNECT, new Outcome(1, System.nanoTime() - beganNs, null), Cost.UNKNOWN);
        }
    }

    void ask(List<Workload> workloads, Consumer<Sample> samples, Consumer<Workload> current)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(directory.toString(), Long.toString(time.toMillis())));
        workloads.forEach(workload -> arguments.add(workload.name()));
        try (Child asker = Child.start(AskingEnd.class, contender, arguments)) {
            asker.endWith(server);
            List<Long> pids = List.of(server.pid(), asker.pid());
            for (Workload workload : workloads) {
                current.accept(workload);
                asker.await("begin");
                samples.accept(workload == Workload.IDLE ? silence(pids) : sample(workload, asker, pids));
            }
        }
    }

    private static Sample sample(Workload workload, Child asker, List<Long> pids)
            throws IOException, InterruptedException {
        CostSnapshot before = CostSnapshot.of(pids);
        asker.go();
        Outcome outcome = Outcome.fromLine(asker.await(""));
        Cost cost = CostSnapshot.of(pids).since(before);
        asker.go();
        return new Sample(workload, outcome, cost);
    }

    private Sample silence(List<Long> pids) throws IOException, InterruptedException {
        Thread.sleep(SETTLE_MS);
        long beganNs = System.nanoTime();
        CostSnapshot before = CostSnapshot.of(pids);
        Thread.sleep(time.multipliedBy(SILENCE).toMillis());
        Cost cost = CostSnapshot.of(pids).since(before);
        return new Sample(Workload.IDLE, new Outcome(1, System.nanoTime() - beganNs, null), cost);
    }
}
