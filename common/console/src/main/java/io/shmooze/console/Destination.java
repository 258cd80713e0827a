// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.nio.ByteBuffer;

/** Where the lines of the input go. */
interface Destination {
    /**
     * Sends one line, and waits for room.
     *
     * @param line copied before the call returns
     * @throws io.shmooze.MessageTooLongException if a side does not take so long a message; the line was not sent
     * @throws io.shmooze.SessionClosedException if there is no session to send it by any more
     * @throws InterruptedException if the thread is interrupted while waiting
     */
    void send(ByteBuffer line) throws InterruptedException;
}
