// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.time.Duration;
import java.util.Locale;

/** Numbers with their units, as messages print them. */
final class Quantities {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private Quantities() {
    }

    /** "1 message", "2 messages". */
    static String messages(long count) {
        return count == 1 ? "1 message" : count + " messages";
    }

    /** "1 time", "2 times". */
    static String times(long count) {
        return count == 1 ? "1 time" : count + " times";
    }

    /** "500ms", "10s", "2m", as a setting is written. */
    static String time(Duration time) {
        long ms = time.toMillis();
        if (ms % 1000 != 0) {
            return ms + "ms";
        }
        long seconds = ms / 1000;
        return seconds % 3600 == 0 && seconds > 0 ? seconds / 3600 + "h"
                : seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** "17 bytes", "1.2 MB"; in powers of 1,000. */
    static String bytes(double bytes) {
        if (bytes < 1000) {
            return bytes == 1 ? "1 byte" : Math.round(bytes) + " bytes";
        }
        double value = bytes / 1000;
        int unit = 0;
        while (value >= 999.5) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }
}
