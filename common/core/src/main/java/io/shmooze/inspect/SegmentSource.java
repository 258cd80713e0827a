// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a session's file, which others may change, cut or make longer at any time. */
@FunctionalInterface
public interface SegmentSource {
    /**
     * Reads from a position, without mapping anything: a file that is cut meanwhile is a short read, and no signal.
     *
     * @param target gets the bytes from its position on
     * @param position in the file
     * @return how many there were, as {@link java.nio.channels.FileChannel#read(ByteBuffer, long)}
     * @throws IOException if the system refuses
     */
    int read(ByteBuffer target, long position) throws IOException;
}
