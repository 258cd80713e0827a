// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files to send. */
final class RandomFile {
    private static final int PIECE = 1 << 16;
    private static final long SECONDS_LONG = 2_000_000_000;

    private RandomFile() {
    }

    /** Random contents, which depend on the length only. */
    static Path write(Path file, long length) throws IOException {
        Random random = new Random(length);
        byte[] piece = new byte[PIECE];
        try (OutputStream output = Files.newOutputStream(file)) {
            for (long left = length; left > 0; left -= PIECE) {
                random.nextBytes(piece);
                output.write(piece, 0, (int) Math.min(PIECE, left));
            }
        }
        return file;
    }

    /**
     * Zeros that take no space, so many that both ends compute checksums for longer than a second: for tests that have
     * to meet the file on its way.
     */
    static Path writeLong(Path file) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(SECONDS_LONG);
        }
        return file;
    }
}
