// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The output of a program: the standard streams in a pipe, the lines above the prompt on a terminal. Safe for all
 * threads.
 */
interface Screen extends AutoCloseable {
    /**
     * Shows a message, and returns after it was written.
     *
     * @param sender its name, harmless for a terminal
     * @throws IOException if it could not be written
     */
    void show(String sender, ByteBuffer payload) throws IOException;

    /**
     * Shows a message of a member of a room, also in a pipe with the name.
     *
     * @param name harmless for a terminal
     * @throws IOException if it could not be written
     */
    void showMember(String name, ByteBuffer text) throws IOException;

    /**
     * Shows one line about the program itself.
     *
     * @param line one line, harmless for a terminal
     */
    void announce(String line);

    /**
     * Draws a progress line, which replaces the last one.
     *
     * @param line harmless for a terminal; null to erase
     */
    void progress(String line);

    /** Restores the terminal. */
    @Override
    void close();
}
