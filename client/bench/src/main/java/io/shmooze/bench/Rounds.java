// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures everything, every contender once in each round, so that a disturbance of the machine hits them all. */
final class Rounds {
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
        Path directory = Scratch.choose(contender.storing(), ++started);
        try (Child server = Child.start(ServingEnd.class, contender, List.of(directory.toString()))) {
            server.afterwards(() -> Scratch.remove(directory));
            server.await("ready");
            List<Work> works = new ArrayList<>(run.works());
            Pair pair = new Pair(contender, directory, server, options.time());
            if (works.remove(Work.CONNECT)) {
                add(contender, pair.connect());
            }
            if (!works.isEmpty()) {
                pair.ask(works, sample -> add(contender, sample), work -> progress.doing(contender, work));
            }
        }
    }

    private void add(Contender contender, Sample sample) {
        results.add(contender, sample);
        progress.step();
    }
}
