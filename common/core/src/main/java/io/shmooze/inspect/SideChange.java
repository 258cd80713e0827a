// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.segment.Side;
import java.util.concurrent.TimeUnit;

/**
 * What one side of a session has done between two looks.
 *
 * @param seconds between the looks
 * @param cpu the part of a processor that its whole process has used; NaN if that is not known
 * @param sleeps how often a thread of it has gone to sleep for this session; -1 if it does not count them
 * @param bells how often it has woken the other side; -1 if it does not count them
 */
public record SideChange(double seconds, double cpu, long sleeps, long bells) {
    /**
     * Compares two looks.
     *
     * @param before the session at the first look; null if there was none
     * @param now the session at the second
     * @param side which
     * @return null if there is nothing to compare
     */
    public static SideChange between(SessionStatus before, SessionStatus now, Side side) {
        if (before == null || before.segment() == null || now.segment() == null
                || now.segment().takenNs() == before.segment().takenNs()) {
            return null;
        }
        double seconds = (now.segment().takenNs() - before.segment().takenNs()) / (double) TimeUnit.SECONDS.toNanos(1);
        SideStatus first = before.segment().side(side);
        SideStatus second = now.segment().side(side);
        boolean counts = now.segment().counts() && second.countsSleeps();
        return new SideChange(seconds, cpuMs(before.party(side), now.party(side)) / seconds
                / TimeUnit.SECONDS.toMillis(1), counts ? second.sleeps() - first.sleeps() : -1,
                counts ? second.bells() - first.bells() : -1);
    }

    private static double cpuMs(SessionParty first, SessionParty second) {
        return first.process() == null || second.process() == null || first.pid() != second.pid() ? Double.NaN
                : second.process().cpuMs() - first.process().cpuMs();
    }
}
