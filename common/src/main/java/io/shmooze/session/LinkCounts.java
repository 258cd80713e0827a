// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.wait.Doorbell;

/** Adds up what the doorbells of a session's links counted. */
final class LinkCounts {
    private Doorbell present;
    private long earlierBells;
    private long earlierSleeps;

    synchronized void follow(Doorbell next) {
        earlierBells = bellsRung();
        earlierSleeps = sleeps();
        present = next;
    }

    synchronized long bellsRung() {
        return earlierBells + (present == null ? 0 : present.rungCount());
    }

    synchronized long sleeps() {
        return earlierSleeps + (present == null ? 0 : present.sleepCount());
    }
}
