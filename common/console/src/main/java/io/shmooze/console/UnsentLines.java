// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.time.Duration;

/** Knows which lines were on their way and have not got into a session. */
interface UnsentLines {
    /** Waits until no line is on its way into a session, at most that long. */
    void settle(Duration timeout) throws InterruptedException;

    /** How many lines were taken and did not get into a session. Exact once it is closed and settled. */
    long unsent();

    /**
     * How many more lines wait behind them in the input, as far as they can be read at once. Nobody misses them when a
     * program is stopped between two lines; when something is undelivered, they are, too.
     */
    long behind();
}
