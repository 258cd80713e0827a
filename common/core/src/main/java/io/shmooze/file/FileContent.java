// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

/** The bytes of a file, read at any position and in chunks of constant size. */
abstract class FileContent implements Closeable {
    static final int CHUNK_LENGTH = 64 * 1024;

    /** The content of an open file, whose position stays. Closing the content closes the file. */
    static FileContent of(FileChannel channel) {
        return new FileContent() {
            @Override
            int read(ByteBuffer into, long from) throws IOException {
                return channel.read(into, from);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    /** A content in memory. */
    static FileContent of(byte[] whole) {
        return new FileContent() {
            @Override
            int read(ByteBuffer into, long from) {
                if (from >= whole.length) {
                    return -1;
                }
                int length = (int) Math.min(into.remaining(), whole.length - from);
                into.put(whole, (int) from, length);
                return length;
            }

            @Override
            public void close() {
                // It holds nothing open.
            }
        };
    }

    /** Reads at least one byte, if there is one, and returns the number of bytes read; negative at the end. */
    abstract int read(ByteBuffer into, long from) throws IOException;

    /** Adds the first bytes of a file to a digest until {@code wanted} says no. Refuses a link. */
    static void hash(Path file, long length, Digest digest, BooleanSupplier wanted) throws IOException {
        try (FileContent content = of(FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            content.hash(length, digest, wanted);
        }
    }

    /** Adds the first bytes to a digest until {@code wanted} says no. */
    final void hash(long length, Digest digest, BooleanSupplier wanted) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_LENGTH);
        for (long at = 0; at < length && wanted.getAsBoolean(); at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK_LENGTH, length - at));
            fill(chunk, at);
            digest.add(chunk.flip());
        }
    }

    /** Reads until the buffer is full. Throws EOFException if the file ends before. */
    final void fill(ByteBuffer buffer, long from) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int read = read(buffer, at);
            if (read < 0) {
                throw new EOFException("it ends after " + at + " bytes");
            }
            at += read;
        }
    }
}
