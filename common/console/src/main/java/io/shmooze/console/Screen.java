// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where a program shows what happens: the standard streams in a pipe, above the prompt on a terminal. Safe for all
 * threads.
 */
interface Screen extends AutoCloseable {
    /**
     * Shows a message, and returns when it is written out.
     *
     * @param sender who sent it, harmless for a terminal
     * @throws IOException if it could not be written
     */
    void show(String sender, ByteBuffer payload) throws IOException;

    /**
     * Shows what a member of a room has said, always with its name.
     *
     * @param name harmless for a terminal
     * @throws IOException if it could not be written
     */
    void showMember(String name, ByteBuffer text) throws IOException;

    /**
     * Says what happened.
     *
     * @param line one line, harmless for a terminal
     */
    void announce(String line);

    /**
     * Shows how far something is, in the place of what this was called with before.
     *
     * @param line harmless for a terminal; null for nothing any more
     */
    void progress(String line);

    /** Leaves the terminal as it was found. */
    @Override
    void close();
}
