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

/** What a file holds, read at any place and in pieces of constant size. */
abstract class Contents implements Closeable {
    static final int PIECE = 64 * 1024;

    /** Those of an open file, whose position stays; closing them closes it. */
    static Contents of(FileChannel channel) {
        return new Contents() {
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

    /** Those that are in memory. */
    static Contents of(byte[] whole) {
        return new Contents() {
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
                // Nothing to give back.
            }
        };
    }

    /** Reads at least one byte, if there is one; a negative number at the end. */
    abstract int read(ByteBuffer into, long from) throws IOException;

    /** Adds the beginning of a file that is not a link to a digest, as long as anybody wants to know. */
    static void hash(Path file, long length, Digest digest, BooleanSupplier wanted) throws IOException {
        try (Contents contents = of(FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            contents.hash(length, digest, wanted);
        }
    }

    /** Adds the beginning to a digest, as long as anybody wants to know. */
    final void hash(long length, Digest digest, BooleanSupplier wanted) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        for (long at = 0; at < length && wanted.getAsBoolean(); at += piece.limit()) {
            piece.clear().limit((int) Math.min(PIECE, length - at));
            fill(piece, at);
            digest.add(piece.flip());
        }
    }

    /** Reads until the buffer is full. */
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
