// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.List;

/** A drawing of one work of several contenders. */
abstract class Chart {
    private final Work work;
    private final List<Contender> contenders;
    private final List<Contender> all;
    private final Results results;

    /**
     * Nothing is drawn yet.
     *
     * @param contenders that were measured
     * @param all that the page shows, so that each has the same hue in all charts
     */
    Chart(Work work, List<Contender> contenders, List<Contender> all, Results results) {
        this.work = work;
        this.contenders = contenders;
        this.all = all;
        this.results = results;
    }

    final Work work() {
        return work;
    }

    final List<Contender> contenders() {
        return contenders;
    }

    final Hue hue(Contender contender) {
        return Hue.of(contender, all);
    }

    final Results results() {
        return results;
    }

    /** A piece of a page. */
    @Override
    public abstract String toString();
}
