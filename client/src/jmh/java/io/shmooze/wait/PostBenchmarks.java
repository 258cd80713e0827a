// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.jmh.InNanoseconds;
import io.shmooze.segment.Segment;
import io.shmooze.testing.TestSegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Posting to a semaphore on which nobody sleeps, so that no bell rings: what each message costs beside its bytes. */
@State(Scope.Thread)
public class PostBenchmarks extends InNanoseconds {
    private static final int LENGTH = 128;

    private final Segment segment = TestSegment.zeroed(LENGTH);
    private final PeerSemaphore semaphore = new PeerSemaphore(segment, 0, new Doorbell(null, null, "silent"));

    /** Gives the memory back. */
    @TearDown
    public void destroy() {
        segment.unmap();
    }

    /** With the full fence. */
    @Benchmark
    public void post() {
        semaphore.post();
    }

    /** Without. */
    @Benchmark
    public void look() {
        semaphore.look();
    }
}
