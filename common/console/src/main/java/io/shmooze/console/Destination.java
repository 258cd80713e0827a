// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.nio.ByteBuffer;

/** Takes the lines of the input. */
interface Destination {
    /**
     * Sends one line, and waits for room.
     *
     * @param line copied before the call returns
     * @throws io.shmooze.MessageTooLongException if the line is over the limit of a side; it was not sent
     * @throws io.shmooze.SessionClosedException if there is no session any more
     * @throws InterruptedException if the thread is interrupted while waiting
     */
    void send(ByteBuffer line) throws InterruptedException;
}
