// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

/** Reads files in pieces of constant size. */
final class Contents {
    static final int PIECE = 64 * 1024;

    private Contents() {
    }

    /** Adds the beginning of a file that is not a link to a digest, as long as anybody wants to know. */
    static void hash(Path file, long length, Digest digest, BooleanSupplier wanted) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            hash(channel, length, digest, wanted);
        }
    }

    /** The same of an open file, from its beginning; its position stays. */
    static void hash(FileChannel channel, long length, Digest digest, BooleanSupplier wanted) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        for (long at = 0; at < length && wanted.getAsBoolean(); at += piece.limit()) {
            piece.clear().limit((int) Math.min(PIECE, length - at));
            fill(channel, piece, at);
            digest.add(piece.flip());
        }
    }

    /** Reads until the buffer is full. */
    static void fill(FileChannel channel, ByteBuffer buffer, long from) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                throw new EOFException("it ends after " + at + " bytes");
            }
            at += read;
        }
    }
}
