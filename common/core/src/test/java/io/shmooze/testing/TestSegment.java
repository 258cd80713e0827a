// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import io.shmooze.segment.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Zeroed segments without a server: their files are removed as soon as they are mapped. */
public final class TestSegment {
    private TestSegment() {
    }

    /**
     * Zeros that only this process sees.
     *
     * @param length bytes
     * @return without a file
     */
    public static Segment inMemory(int length) {
        return Segment.over(ByteBuffer.allocateDirect(length));
    }

    /**
     * Maps zeros.
     *
     * @param length bytes
     * @return to be unmapped by the caller
     */
    public static Segment zeroed(int length) {
        try {
            Path file = Files.createTempFile("shmooze", ".segment");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return Segment.map(channel, length);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
