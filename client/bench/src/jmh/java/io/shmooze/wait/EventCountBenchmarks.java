// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.jmh.InNanoseconds;
import io.shmooze.segment.Segment;
import io.shmooze.testing.TestSegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Looks for a waiter while nobody sleeps: the cost of each message beside that of its bytes. */
@State(Scope.Thread)
public class EventCountBenchmarks extends InNanoseconds {
    private static final int LENGTH = 128;

    private final Segment segment = TestSegment.zeroed(LENGTH);
    private final EventCount events = new EventCount(segment, 0);

    /** Gives the memory back. */
    @TearDown
    public void destroy() {
        segment.unmap();
    }

    /** Looks with the full fence. */
    @Benchmark
    public boolean fenced() {
        return events.takeWaiter();
    }

    /** Looks without a fence. */
    @Benchmark
    public boolean unfenced() {
        return events.takeWaiterUnfenced();
    }
}
