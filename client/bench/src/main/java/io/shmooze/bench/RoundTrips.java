// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;

/** Asks again with each answer until the time is over, and records how long each answer took. */
final class RoundTrips implements Handler {
    private final Numbers numbers;
    private final Payload payload;
    private final Histogram histogram;
    private long endNs;
    private boolean done;

    RoundTrips(Numbers numbers, int length, Histogram histogram) {
        this.numbers = numbers;
        this.payload = new Payload(length, Payload.ANSWER);
        this.histogram = histogram;
    }

    /** To be called before the question is sent. */
    ByteBuffer begin(long newEndNs) {
        endNs = newEndNs;
        done = false;
        return payload.stamp(numbers.next(), System.nanoTime());
    }

    @Override
    public ByteBuffer handle(ByteBuffer answer) {
        long nowNs = System.nanoTime();
        Payload.verify(answer, numbers.last());
        histogram.recordValue(nowNs - Payload.sentNs(answer));
        if (nowNs - endNs >= 0) {
            done = true;
            return null;
        }
        return payload.stamp(numbers.next(), System.nanoTime());
    }

    @Override
    public boolean done() {
        return done;
    }
}
