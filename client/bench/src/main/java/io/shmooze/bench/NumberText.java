// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Writes numbers for people. */
final class NumberText {
    private static final MathContext DIGITS = new MathContext(3);
    /** Each unit is a thousand times the one before. */
    private static final List<List<String>> UNITS = List.of(List.of("ns", "us", "ms", "s"),
            List.of("B/s", "kB/s", "MB/s", "GB/s"), List.of("/s", "k/s", "M/s", "G/s"));

    private NumberText() {
    }

    /** With three significant digits; "-" for NaN. */
    static String text(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS);
        int decimals = DIGITS.getPrecision() - rounded.precision() + rounded.scale();
        return String.format(Locale.ROOT, "%,." + Math.max(decimals, 0) + "f", rounded);
    }

    /** The same, in the unit of its kind that makes a number from 1 to 999 of it; a count has the unit "". */
    static String text(double value, String unit) {
        String text = text(value);
        if (Double.isNaN(value) || value == 0) {
            return text;
        }
        for (List<String> units : UNITS) {
            if (units.contains(unit)) {
                return text(value, units, units.indexOf(unit));
            }
        }
        return unit.isEmpty() && value == Math.rint(value) ? round(value) : text + unit;
    }

    private static String text(double value, List<String> units, int index) {
        double rounded = new BigDecimal(value).round(DIGITS).doubleValue();
        if (rounded < 1 && index > 0) {
            return text(value * 1000, units, index - 1);
        }
        return rounded >= 1000 && index < units.size() - 1 ? text(value / 1000, units, index + 1)
                : text(value) + " " + units.get(index);
    }

    /** A round number, as the label of an axis. */
    static String round(double value) {
        return value >= 1 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.3g", value)
                .replaceFirst("\\.?0+$", "");
    }
}
