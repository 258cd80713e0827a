// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.jmh.InNanoseconds;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Encodes a frame's header, and checks one. */
@State(Scope.Thread)
public class FrameBenchmarks extends InNanoseconds {
    private int length = 64;
    private int left = 1024;
    private int number = 7;
    private long header = encode();

    /**
     * Encodes the header of a whole message.
     *
     * @return the word
     */
    @Benchmark
    public final long encode() {
        return FrameDescriptor.header(length, FrameDescriptor.BEGIN | FrameDescriptor.END, 1, number);
    }

    /**
     * Checks a header as a reader does before it uses it.
     *
     * @return the length
     */
    @Benchmark
    public int decode() {
        boolean usable = FrameDescriptor.isPossible(header, left, FrameDescriptor.LANE_FLAGS)
                && FrameDescriptor.number(header) == number && FrameDescriptor.isWhole(header);
        return usable ? FrameDescriptor.length(header) : -1;
    }
}
