// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.time.Duration;

/** Counts the lines of an input that have not got into a session. */
interface UnsentLines {
    /** Waits until no line is on its way into a session, at most for this time. */
    void settle(Duration timeout) throws InterruptedException;

    /** How many lines were read and did not get into a session. Exact once it is closed and this has settled. */
    long unsent();

    /**
     * How many more lines of the input can be read at once. They are undelivered only if an earlier line is: nobody
     * misses them when a program is stopped between two lines.
     */
    long behind();
}
