// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures every contender once in each round, so that a disturbance of the machine affects all of them. */
final class Rounds {
    private static final int SERVING = 0;

    private final BenchOptions options;
    private final Progress progress;
    private final Results results = new Results();
    private int started;

    Rounds(BenchOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    Results run() throws IOException, InterruptedException {
        for (int round = 1; round <= options.rounds(); round++) {
            progress.round(round, options.rounds());
            for (BenchOptions.Run run : options.runs()) {
                measure(run);
            }
        }
        return results;
    }

    private void measure(BenchOptions.Run run) throws IOException, InterruptedException {
        Contender contender = run.contender();
        Path directory = RunDirectory.choose(contender.storing(), ++started);
        try (Child server = Child.start(ServingEnd.class, contender, List.of(directory.toString()),
                options.processor(SERVING))) {
            server.afterwards(() -> RunDirectory.remove(directory));
            server.await("ready");
            List<Workload> workloads = new ArrayList<>(run.workloads());
            ProcessPair pair = new ProcessPair(contender, directory, server, options);
            if (workloads.remove(Workload.CONNECT)) {
                add(contender, pair.connect());
            }
            if (!workloads.isEmpty()) {
                pair.ask(workloads, sample -> add(contender, sample), workload -> progress.doing(contender, workload));
            }
        }
    }

    private void add(Contender contender, Sample sample) {
        results.add(contender, sample);
        progress.step();
    }
}
