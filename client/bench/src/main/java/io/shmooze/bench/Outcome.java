// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What the asking end has measured.
 *
 * @param count number of operations
 * @param elapsedNs time of all of them
 * @param histogram the time of each in nanoseconds; null if it was not measured
 */
record Outcome(long count, long elapsedNs, Histogram histogram) {
    private static final String NONE = "-";

    static Outcome of(long elapsedNs, Histogram histogram) {
        return new Outcome(histogram.getTotalCount(), elapsedNs, histogram);
    }

    /** One line, to be sent to another process. */
    String toLine() {
        return count + " " + elapsedNs + " " + (histogram == null ? NONE : encoded());
    }

    private String encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    static Outcome fromLine(String line) {
        String[] fields = line.split(" ");
        return new Outcome(Long.parseLong(fields[0]), Long.parseLong(fields[1]),
                fields[2].equals(NONE) ? null : decoded(fields[2]));
    }

    private static Histogram decoded(String text) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("Not a histogram: " + text, e);
        }
    }
}
