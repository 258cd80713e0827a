// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.Locale;

/** Numbers for people. */
final class Numerals {
    private Numerals() {
    }

    /** With three digits that tell something; "-" for none. */
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

    /** A round number, as it stands at an axis. */
    static String round(double value) {
        return value >= 1 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.3g", value)
                .replaceFirst("\\.?0+$", "");
    }
}
