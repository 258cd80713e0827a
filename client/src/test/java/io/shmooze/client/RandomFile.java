// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files with random contents, which depend on the length only. */
final class RandomFile {
    private static final int PIECE = 1 << 16;

    private RandomFile() {
    }

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
}
