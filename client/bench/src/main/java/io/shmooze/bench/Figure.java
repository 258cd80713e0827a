// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.function.ToDoubleFunction;

/** A figure of the report, computed from a {@link Sample}. */
enum Figure {
    P50("p50", "us", sample -> percentileUs(sample, 50)),
    P99("p99", "us", sample -> percentileUs(sample, 99)),
    P999("p99.9", "us", sample -> percentileUs(sample, 99.9)),
    CPU_TIME("CPU", "us", sample -> sample.cost().cpuNs() / 1e3 / sample.outcome().count()),
    MESSAGES("messages", "M/s", sample -> sample.outcome().count() * 1e3 / sample.outcome().elapsedNs()),
    BYTES("bytes", "MB/s", sample ->
            sample.outcome().count() * 1e3 * sample.workload().length() / sample.outcome().elapsedNs()),
    CONNECT_TIME("connect", "ms", sample -> sample.outcome().elapsedNs() / 1e6),
    CPU_SHARE("CPU", "%", sample -> sample.cost().cpuNs() * 100 / sample.outcome().elapsedNs()),
    SERVER_SWITCHES("server switches", "/s", sample -> perSecond(sample, sample.serving().switches())),
    CLIENT_SWITCHES("client switches", "/s", sample -> perSecond(sample, sample.asking().switches())),
    TIMERS("timers", "", sample -> sample.cost().timers());

    private final String title;
    private final String unit;
    private final ToDoubleFunction<Sample> function;

    Figure(String title, String unit, ToDoubleFunction<Sample> function) {
        this.title = title;
        this.unit = unit;
        this.function = function;
    }

    String title() {
        return title;
    }

    /** The unit of {@link #of}. */
    String unit() {
        return unit;
    }

    boolean moreIsBetter() {
        return this == MESSAGES || this == BYTES;
    }

    /** NaN if the system does not tell. */
    double of(Sample sample) {
        return function.applyAsDouble(sample);
    }

    private static double percentileUs(Sample sample, double percent) {
        return sample.outcome().histogram().getValueAtPercentile(percent) / 1e3;
    }

    private static double perSecond(Sample sample, double count) {
        return count * 1e9 / sample.outcome().elapsedNs();
    }
}
