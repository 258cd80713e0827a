// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import java.util.ArrayList;
import java.util.List;

/** What the supervisor has done to one process. */
final class ProcessHistory {
    /** When it was killed, 0 if it was not. */
    long killedNs;
    private final List<long[]> stops = new ArrayList<>();

    void stopped(long fromNs, long toNs) {
        stops.add(new long[] {fromNs, toNs});
    }

    boolean wasStopped(long fromNs, long toNs) {
        return stops.stream().anyMatch(stop -> stop[0] < toNs && stop[1] > fromNs);
    }
}
