// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The file to which a transfer writes at its receiver. For one thread at a time. The end of the transfer calls exactly
 * one of {@link #complete}, {@link #keep} and {@link #discard}.
 */
interface TargetFile {
    /** How many bytes are there. Only the digest shows whether they are those of the offered file. */
    long length();

    /** The digest of the bytes that are there. */
    Digest digest();

    /** Drops the bytes that are there, because they are not those of the offered file. */
    void restart() throws IOException;

    /** Adds the bytes from position to limit. */
    void append(ByteBuffer bytes) throws IOException;

    /** Gives the whole file its name, and returns its path. */
    Path complete() throws IOException;

    /** Closes the file and keeps it for the next attempt, unless it is empty. */
    void keep() throws IOException;

    /** Closes the file and removes it. */
    void discard() throws IOException;
}
