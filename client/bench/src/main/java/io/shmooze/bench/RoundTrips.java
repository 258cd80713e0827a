// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;

/** Sends the next question with each answer until the time is over, and records the time of each round trip. */
final class RoundTrips implements Handler {
    private final SequenceNumbers numbers;
    private final Payload payload;
    private final Histogram histogram;
    private long endNs;
    private boolean done;

    RoundTrips(SequenceNumbers numbers, int length, Histogram histogram) {
        this.numbers = numbers;
        this.payload = new Payload(length, Payload.ANSWER);
        this.histogram = histogram;
    }

    /** Returns the first question, to be sent at once. */
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
