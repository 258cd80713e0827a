// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/** What is to be sent: lines of a pipe, or lines typed on a terminal. */
interface Input {
    /**
     * Feeds everything there is, line by line, and returns at its end.
     *
     * @throws io.shmooze.ShmoozeException if it cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    void feed(Destination destination) throws InterruptedException;

    /** Whether it has given something, and may give more. */
    boolean underWay();
}
