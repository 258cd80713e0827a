// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.List;

/** A drawing of the results of one workload. */
abstract class Chart {
    private final Workload workload;
    private final List<Contender> contenders;
    private final List<Contender> all;
    private final Results results;

    /**
     * Does not draw yet.
     *
     * @param contenders that have results
     * @param all contenders of the page, so that each has the same style in all charts
     */
    Chart(Workload workload, List<Contender> contenders, List<Contender> all, Results results) {
        this.workload = workload;
        this.contenders = contenders;
        this.all = all;
        this.results = results;
    }

    final Workload workload() {
        return workload;
    }

    final List<Contender> contenders() {
        return contenders;
    }

    final SeriesStyle style(Contender contender) {
        return SeriesStyle.of(contender, all);
    }

    final Results results() {
        return results;
    }

    /** A part of an HTML page. */
    @Override
    public abstract String toString();
}
