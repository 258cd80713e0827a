// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Runs workloads over a connection, each for a given time. */
final class WorkloadRunner {
    private static final int SMALL = 64;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final long LONGEST_NS = TimeUnit.MINUTES.toNanos(10);
    private static final long PACE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Bytes to send between two looks at the clock. */
    private static final int STRIDE = 64 * 1024;

    private final Connection connection;
    private final SequenceNumbers numbers = new SequenceNumbers(0);
    private final SequenceNumbers othersNumbers = new SequenceNumbers(1);

    WorkloadRunner(Connection connection) {
        this.connection = connection;
    }

    Outcome run(Workload workload, long timeNs) throws Exception {
        return switch (workload.kind()) {
            case TRIPS -> trips(workload.length(), timeNs);
            case PACED -> paced(workload.length(), timeNs);
            case STREAM, BATCH -> stream(workload, timeNs);
            case SHARED -> shared(workload.length(), timeNs);
            case FILE -> files(timeNs);
            default -> throw new IllegalArgumentException(workload + " is not measured here");
        };
    }

    private Outcome trips(int length, long timeNs) throws Exception {
        Histogram histogram = new Histogram(LONGEST_NS, SIGNIFICANT_DIGITS);
        RoundTrips trips = new RoundTrips(numbers, length, histogram);
        long beganNs = System.nanoTime();
        ask(trips, beganNs + timeNs);
        return Outcome.of(System.nanoTime() - beganNs, histogram);
    }

    private Outcome paced(int length, long timeNs) throws Exception {
        Histogram histogram = new Histogram(LONGEST_NS, SIGNIFICANT_DIGITS);
        RoundTrips trips = new RoundTrips(numbers, length, histogram);
        long beganNs = System.nanoTime();
        long dueNs = beganNs;
        while (dueNs - beganNs < timeNs) {
            dueNs = Math.max(dueNs + PACE_NS, System.nanoTime());
            parkUntil(dueNs);
            ask(trips, dueNs);
        }
        return Outcome.of(System.nanoTime() - beganNs, histogram);
    }

    private static void parkUntil(long dueNs) {
        long leftNs = dueNs - System.nanoTime();
        while (leftNs > 0) {
            LockSupport.parkNanos(leftNs);
            leftNs = dueNs - System.nanoTime();
        }
    }

    /** Sends in one direction; the answer to the last message says that all have arrived. */
    private Outcome stream(Workload workload, long timeNs) throws Exception {
        long beganNs = System.nanoTime();
        long endNs = beganNs + timeNs;
        long count = workload.kind() == Workload.Kind.BATCH ? sendBatches(workload.length(), endNs)
                : send(workload.length(), numbers, endNs);
        awaitLast(beganNs);
        return new Outcome(count, System.nanoTime() - beganNs, null);
    }

    private Outcome shared(int length, long timeNs) throws Exception {
        long beganNs = System.nanoTime();
        FutureTask<Long> other = new FutureTask<>(() -> send(length, othersNumbers, beganNs + timeNs));
        new Thread(other, "other-sender").start();
        long count = send(length, numbers, beganNs + timeNs) + other.get();
        awaitLast(beganNs);
        return new Outcome(count, System.nanoTime() - beganNs, null);
    }

    private long send(int length, SequenceNumbers own, long endNs) throws Exception {
        Payload payload = new Payload(length, Payload.SWALLOW);
        int batch = Math.max(1, STRIDE / length);
        long count = 0;
        do {
            for (int i = 0; i < batch; i++) {
                connection.send(payload.stamp(own.next(), 0));
            }
            count += batch;
        } while (System.nanoTime() - endNs < 0);
        return count;
    }

    private long sendBatches(int length, long endNs) throws Exception {
        Payload payload = new Payload(length, Payload.SWALLOW);
        int batch = STRIDE / length;
        long count = 0;
        do {
            connection.sendBatch(batch, () -> payload.stamp(numbers.next(), 0));
            count += batch;
        } while (System.nanoTime() - endNs < 0);
        return count;
    }

    private void awaitLast(long beganNs) throws Exception {
        ask(new RoundTrips(numbers, SMALL, new Histogram(LONGEST_NS, SIGNIFICANT_DIGITS)), beganNs);
    }

    private Outcome files(long timeNs) throws Exception {
        long count = 0;
        long beganNs = System.nanoTime();
        do {
            connection.sendFile();
            count++;
        } while (System.nanoTime() - beganNs < timeNs);
        return new Outcome(count, System.nanoTime() - beganNs, null);
    }

    private void ask(RoundTrips trips, long endNs) throws Exception {
        connection.handler(new FailFastHandler(trips));
        connection.send(trips.begin(endNs));
        connection.await();
    }
}
