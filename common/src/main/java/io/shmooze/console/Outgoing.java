// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.time.Duration;

/** A destination that knows what it has not delivered. */
interface Outgoing extends Destination {
    /** Waits until nothing that was given to {@link #send} is still on its way into the lane, at most that long. */
    void settle(Duration timeout) throws InterruptedException;

    /**
     * How many lines given to {@link #send} did not get into the lane. Exact once the session is closed and settled.
     */
    int unsent();
}
