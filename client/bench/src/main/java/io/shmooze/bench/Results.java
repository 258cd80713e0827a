// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** All samples of all rounds. */
final class Results {
    private final Map<Contender, Map<Workload, List<Sample>>> samples = new HashMap<>();

    void add(Contender contender, Sample sample) {
        samples.computeIfAbsent(contender, key -> new HashMap<>())
                .computeIfAbsent(sample.workload(), key -> new ArrayList<>()).add(sample);
    }

    /** One for each round; empty if that was not measured. */
    List<Sample> samples(Contender contender, Workload workload) {
        return samples.getOrDefault(contender, Map.of()).getOrDefault(workload, List.of());
    }

    /** NaN if that was not measured. */
    double median(Contender contender, Workload workload, Figure figure) {
        double[] values = samples(contender, workload).stream().mapToDouble(figure::of).sorted().toArray();
        int middle = values.length / 2;
        if (values.length == 0) {
            return Double.NaN;
        }
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /** The times of all rounds; null if there are none. */
    Histogram histogram(Contender contender, Workload workload) {
        return samples(contender, workload).stream().map(sample -> sample.outcome().histogram())
                .reduce(null, (sum, each) -> {
                    Histogram next = sum == null ? each.copy() : sum;
                    if (sum != null) {
                        next.add(each);
                    }
                    return next;
                });
    }
}
