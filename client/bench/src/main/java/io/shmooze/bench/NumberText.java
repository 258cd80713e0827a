// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.Locale;

/** Writes numbers for people. */
final class NumberText {
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
        String format = value >= 1000 ? "%,.0f" : value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /** A round number, as the label of an axis. */
    static String round(double value) {
        return value >= 1 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.3g", value)
                .replaceFirst("\\.?0+$", "");
    }
}
