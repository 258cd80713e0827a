// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What a transfer has at its receiver. For one thread at a time; closed once, by whoever ends the transfer. */
interface Reception {
    /** How many bytes of the file are there, maybe. */
    long length();

    /** Of the bytes that are there. */
    Digest digest();

    /** Drops the bytes that are there, because they are not those of this file. */
    void restart() throws IOException;

    /** Adds the bytes from position to limit. */
    void append(ByteBuffer bytes) throws IOException;

    /** Gives the whole file its name, and returns that. */
    Path complete() throws IOException;

    /** Leaves what is there for the next attempt, if that makes sense. */
    void keep() throws IOException;

    /** Leaves nothing. */
    void discard() throws IOException;
}
