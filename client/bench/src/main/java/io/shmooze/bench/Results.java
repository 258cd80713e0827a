// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** All samples of all rounds. */
final class Results {
    private final Map<Contender, Map<Workload, List<Sample>>> samples = new HashMap<>();
    private final List<Contender> order = new ArrayList<>();

    void add(Contender contender, Sample sample) {
        if (order.isEmpty() || order.get(order.size() - 1) != contender) {
            order.add(contender);
        }
        samples.computeIfAbsent(contender, key -> new HashMap<>())
                .computeIfAbsent(sample.workload(), key -> new ArrayList<>()).add(sample);
    }

    /** In which contenders were measured: each once in a round, so that a disturbance of the machine meets all. */
    List<Contender> order() {
        return List.copyOf(order);
    }

    /** One for each round; empty if that was not measured. */
    List<Sample> samples(Contender contender, Workload workload) {
        return samples.getOrDefault(contender, Map.of()).getOrDefault(workload, List.of());
    }

    /** The figure of each round, in ascending order. */
    private double[] sorted(Contender contender, Workload workload, Figure figure) {
        return samples(contender, workload).stream().mapToDouble(figure::of).sorted().toArray();
    }

    /** The smallest of all rounds; NaN if that was not measured. */
    double min(Contender contender, Workload workload, Figure figure) {
        double[] values = sorted(contender, workload, figure);
        return values.length == 0 ? Double.NaN : values[0];
    }

    /** The largest of all rounds; NaN if that was not measured. */
    double max(Contender contender, Workload workload, Figure figure) {
        double[] values = sorted(contender, workload, figure);
        return values.length == 0 ? Double.NaN : values[values.length - 1];
    }

    /** The smallest and the largest of all rounds, for people. */
    String spread(Contender contender, Workload workload, Figure figure) {
        return NumberText.text(min(contender, workload, figure), figure.unit()) + " to "
                + NumberText.text(max(contender, workload, figure), figure.unit());
    }

    /** The medians of all figures of a workload, for people; empty if that was not measured. */
    String text(Contender contender, Workload workload) {
        return samples(contender, workload).isEmpty() ? "" : workload.figures().stream()
                .map(figure -> NumberText.text(median(contender, workload, figure), figure.unit()))
                .collect(Collectors.joining(" / "));
    }

    /** NaN if that was not measured. */
    double median(Contender contender, Workload workload, Figure figure) {
        return median(sorted(contender, workload, figure));
    }

    /**
     * The median of what a figure is in each round, divided by that of another workload in the same round. NaN if one
     * of them was not measured.
     */
    double medianRatio(Contender contender, Workload workload, Workload other, Figure figure) {
        List<Sample> own = samples(contender, workload);
        List<Sample> others = samples(contender, other);
        return median(IntStream.range(0, Math.min(own.size(), others.size()))
                .mapToDouble(round -> figure.of(own.get(round)) / figure.of(others.get(round))).sorted().toArray());
    }

    private static double median(double... values) {
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
