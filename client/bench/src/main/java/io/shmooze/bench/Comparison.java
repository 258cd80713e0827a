// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Compares the medians of our own modes with those of others: A, the better of Agrona's ring buffers whose rings have
 * together the bytes through which our messages go; U, the JDK's Unix domain socket; and our own plain workload.
 */
final class Comparison {
    static final String UNIX_SOCKET = "unix-socket";
    /** Begins the names of Agrona's contenders, which a profile of the build adds. */
    static final String AGRONA = "agrona-ring-";

    private final List<Contender> contenders;
    private final Results results;

    Comparison(List<Contender> contenders, Results results) {
        this.contenders = contenders;
        this.results = results;
    }

    /**
     * Our figure divided by A's. If no ring of the same size takes such a message, A has the smallest that does. NaN if
     * one of them was not measured, or if A's is 0.
     */
    double toAgrona(Contender own, Workload workload, Figure figure) {
        OptionalInt size = ringSize(own, workload);
        return size.isEmpty() ? Double.NaN : ratio(own, workload, figure, each -> each.name().startsWith(AGRONA)
                && each.capacity(workload) == size.getAsInt());
    }

    /** The size of A's rings. */
    OptionalInt ringSize(Contender own, Workload workload) {
        IntStream sizes = contenders.stream().filter(each -> each.name().startsWith(AGRONA)
                && each.workloads().contains(workload.plain())).mapToInt(each -> each.capacity(workload));
        return own.isOwn() ? sizes.filter(size -> size >= own.capacity(workload)).min() : OptionalInt.empty();
    }

    /** Our figure divided by U's; NaN as above. */
    double toUnixSocket(Contender own, Workload workload, Figure figure) {
        return ratio(own, workload, figure, each -> each.name().equals(UNIX_SOCKET));
    }

    /**
     * The figure of several threads divided by that of one, or of questions and calls divided by that of the bare round
     * trip: the median of all rounds. NaN for other workloads.
     */
    double toPlain(Contender own, Workload workload, Figure figure) {
        return workload.isComparedWithPlain() ? results.medianRatio(own, workload, workload.plain(), figure)
                : Double.NaN;
    }

    private double ratio(Contender own, Workload workload, Figure figure, Predicate<Contender> others) {
        DoubleStream medians = contenders.stream().filter(others)
                .mapToDouble(each -> results.median(each, workload.plain(), figure))
                .filter(value -> !Double.isNaN(value));
        OptionalDouble best = figure.moreIsBetter() ? medians.max() : medians.min();
        return !own.isOwn() || best.isEmpty() || best.getAsDouble() == 0 ? Double.NaN
                : results.median(own, workload, figure) / best.getAsDouble();
    }

    /** The contenders for a chart, which would have too many with those of every size: the smallest, and A. */
    List<Contender> charted(Workload workload) {
        List<Contender> measured =
                contenders.stream().filter(each -> !results.samples(each, workload).isEmpty()).toList();
        List<Integer> rings = measured.stream().filter(each -> each.isOwn() && each.isMain())
                .flatMapToInt(each -> ringSize(each, workload).stream()).boxed().toList();
        List<Contender> few = measured.stream().filter(each -> each.isMain()
                || each.name().startsWith(AGRONA) && rings.contains(each.capacity(workload))).toList();
        return few.isEmpty() ? measured : few;
    }
}
