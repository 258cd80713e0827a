// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A serving process, and the asking processes that it serves one after the other. */
final class ProcessPair {
    /** How long silence lasts before it is measured. */
    private static final long SETTLE_MS = 300;
    private static final int ASKING = 1;

    private final Contender contender;
    private final Path directory;
    private final Child server;
    private final BenchOptions options;

    ProcessPair(Contender contender, Path directory, Child server, BenchOptions options) {
        this.contender = contender;
        this.directory = directory;
        this.server = server;
        this.options = options;
    }

    /** Measures from before the start of a process until the process reports its first answer. */
    Sample connect() throws IOException, InterruptedException {
        long beganNs = System.nanoTime();
        try (Child asker = Child.start(ConnectingEnd.class, contender, List.of(directory.toString()),
                options.processor(ASKING))) {
            asker.endWith(server);
            asker.await("connected");
            return new Sample(Workload.CONNECT, new Outcome(1, System.nanoTime() - beganNs, null), Cost.UNKNOWN,
                    Cost.UNKNOWN);
        }
    }

    void ask(List<Workload> workloads, Consumer<Sample> samples, Consumer<Workload> current)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of(directory.toString(), Long.toString(options.time().toMillis())));
        workloads.forEach(workload -> arguments.add(workload.name()));
        boolean tailed = workloads.stream().anyMatch(Workload::isTailed);
        try (Child asker = Child.start(AskingEnd.class, contender, arguments, options.processor(ASKING));
                Tail tail = tailed ? Tail.start(directory) : null) {
            asker.endWith(server);
            for (Workload workload : workloads) {
                current.accept(workload);
                asker.await("begin");
                if (tailed) {
                    tail.set(workload.isTailed());
                }
                samples.accept(workload == Workload.IDLE ? silence(asker) : sample(workload, asker));
            }
        }
    }

    private Sample sample(Workload workload, Child asker) throws IOException, InterruptedException {
        CostSnapshot serving = CostSnapshot.of(server.pid());
        CostSnapshot asking = CostSnapshot.of(asker.pid());
        asker.go();
        Outcome outcome = Outcome.fromLine(asker.await(""));
        Sample sample = sample(workload, outcome, asker, serving, asking);
        asker.go();
        return sample;
    }

    private Sample silence(Child asker) throws IOException, InterruptedException {
        Thread.sleep(SETTLE_MS);
        long beganNs = System.nanoTime();
        CostSnapshot serving = CostSnapshot.of(server.pid());
        CostSnapshot asking = CostSnapshot.of(asker.pid());
        Thread.sleep(options.time().multipliedBy(Workload.IDLE.timesLonger()).toMillis());
        return sample(Workload.IDLE, new Outcome(1, System.nanoTime() - beganNs, null), asker, serving, asking);
    }

    private Sample sample(Workload workload, Outcome outcome, Child asker, CostSnapshot serving, CostSnapshot asking)
            throws IOException {
        return new Sample(workload, outcome, CostSnapshot.of(server.pid()).since(serving),
                CostSnapshot.of(asker.pid()).since(asking));
    }
}
