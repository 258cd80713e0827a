// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.ArrayList;
import java.util.List;

/** Maps values to coordinates in a chart. */
final class Scale {
    private static final int[] STEPS = {1, 2, 5};

    private final boolean logarithmic;
    private final double min;
    private final double max;
    private final double from;
    private final double to;

    private Scale(boolean logarithmic, double min, double max, double from, double to) {
        this.logarithmic = logarithmic;
        this.min = min;
        this.max = max;
        this.from = from;
        this.to = to;
    }

    /** From 0. */
    static Scale linear(double largest, double from, double to) {
        return new Scale(false, 0, largest > 0 ? largest : 1, from, to);
    }

    /** From the round number below the smallest value to that above the largest. */
    static Scale logarithmic(double smallest, double largest, double from, double to) {
        double least = smallest > 0 ? smallest : 1;
        return new Scale(true, floor(least), ceiling(Math.max(largest, least)), from, to);
    }

    private static double floor(double value) {
        double power = power(value);
        double floor = power;
        for (int step : STEPS) {
            floor = power * step <= value ? power * step : floor;
        }
        return floor;
    }

    private static double ceiling(double value) {
        double power = power(value);
        for (int step : STEPS) {
            if (power * step > value) {
                return power * step;
            }
        }
        return power * 10;
    }

    /** The power of ten at or below. */
    private static double power(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }

    double at(double value) {
        double part = logarithmic ? Math.log(Math.max(value, min) / min) / Math.log(max / min)
                : (value - min) / (max - min);
        return from + part * (to - from);
    }

    /** The values of grid lines. */
    List<Double> ticks() {
        return logarithmic ? powers() : multiples();
    }

    private List<Double> powers() {
        List<Double> ticks = new ArrayList<>();
        boolean few = max / min > 1000;
        for (double power = power(min); power <= max; power *= 10) {
            for (int step : STEPS) {
                double tick = power * step;
                if (tick >= min * 0.999 && tick <= max * 1.001 && (step == 1 || !few)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    private List<Double> multiples() {
        double interval = ceiling(max / 5 * 0.999);
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * interval <= max; i++) {
            ticks.add(i * interval);
        }
        return ticks;
    }
}
