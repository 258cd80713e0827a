// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Counts frames, and measures their rate and their age. Safe for all threads. */
final class FrameMeter {
    private static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(1);

    private long count;
    private long windowCount;
    private long firstNs;
    private long lastNs;
    private long windowNs;
    private double rate;
    private double windowAgeMs;
    private double ageSumMs;
    private double mostAgeMs;

    /** Counts a frame. At the publisher its age is zero. */
    synchronized void frame(Duration age) {
        long nowNs = System.nanoTime();
        double ageMs = age.toNanos() / 1e6;
        if (count++ == 0) {
            firstNs = nowNs;
            windowNs = nowNs;
        } else if (isIdle(nowNs)) {
            windowNs = nowNs;
            windowCount = 0;
            rate = 0;
        }
        lastNs = nowNs;
        windowCount++;
        ageSumMs += ageMs;
        windowAgeMs = ageMs;
        mostAgeMs = Math.max(mostAgeMs, ageMs);
        if (nowNs - windowNs >= WINDOW_NS) {
            rate = windowCount * 1e9 / (nowNs - windowNs);
            windowNs = nowNs;
            windowCount = 0;
        }
    }

    synchronized long count() {
        return count;
    }

    /** The count and the rate of the last second, for the status line. */
    synchronized String now() {
        double shown = isIdle(System.nanoTime()) ? 0 : rate == 0 ? overall() : rate;
        return frames() + ", " + number(shown) + " a second";
    }

    /** The count and the rate since the first frame, for the end. */
    synchronized String total() {
        return frames() + ", " + number(overall()) + " a second";
    }

    /** The latency of the last frame. */
    synchronized String age() {
        return "latency " + number(windowAgeMs) + " ms";
    }

    /** The latency of all frames. */
    synchronized String ages() {
        return "latency " + number(count == 0 ? 0 : ageSumMs / count) + " ms on average, " + number(mostAgeMs)
                + " ms at most";
    }

    /** Whether the next frame is long overdue, so that the rate is 0. */
    private boolean isIdle(long nowNs) {
        double usualNs = rate == 0 ? WINDOW_NS : Math.max(WINDOW_NS, 1e9 / rate);
        return count > 0 && nowNs - lastNs > 2 * usualNs;
    }

    /** "17 frames". */
    synchronized String frames() {
        return count == 1 ? "1 frame" : count + " frames";
    }

    private double overall() {
        return count < 2 ? 0 : (count - 1) * 1e9 / Math.max(1, lastNs - firstNs);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }
}
