// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Counts messages that have arrived, and by their lengths those that came through a bulk area if it had memory. */
final class ArrivalCount {
    /** The default of the library, and the longest area of these runs. */
    static final int LARGEST_AREA = 4 << 20;

    private long messages;
    private long bulk;
    private long inParts;
    private long inLargestParts;

    /**
     * No frame is half as long as the segment, and no block longer than half the area. A message longer than a block
     * comes in parts through the area, or through the lane if that is larger.
     */
    synchronized void add(int length, int segmentSize, int bulkSize) {
        messages++;
        boolean whole = length <= bulkSize / 2;
        if (length > segmentSize / 2 && (whole || bulkSize >= segmentSize / 2)) {
            bulk++;
            inParts += whole ? 0 : 1;
            inLargestParts += whole || bulkSize < LARGEST_AREA ? 0 : 1;
        }
    }

    synchronized void add(ArrivalCount other) {
        messages += other.messages;
        bulk += other.bulk;
        inParts += other.inParts;
        inLargestParts += other.inLargestParts;
    }

    long messages() {
        return messages;
    }

    /** Those that came through a bulk area. */
    long bulk() {
        return bulk;
    }

    /** Those that came in parts of a bulk area. */
    long inParts() {
        return inParts;
    }

    /** Those that came in parts of a bulk area of the largest size. */
    long inLargestParts() {
        return inLargestParts;
    }

    /** What {@link #parse} reads. */
    synchronized String toLine() {
        return LongStream.of(messages, bulk, inParts, inLargestParts).mapToObj(Long::toString)
                .collect(Collectors.joining(" "));
    }

    static ArrivalCount parse(String line) {
        long[] numbers = Stream.of(line.split(" ")).mapToLong(Long::parseLong).toArray();
        ArrivalCount count = new ArrivalCount();
        count.messages = numbers[0];
        count.bulk = numbers[1];
        count.inParts = numbers[2];
        count.inLargestParts = numbers[3];
        return count;
    }
}
