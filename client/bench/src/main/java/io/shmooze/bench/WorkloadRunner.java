// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Runs workloads over a connection, each for a given time. */
final class WorkloadRunner {
    private static final int SMALL = 64;
    private static final String TEXT = "a short text";
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final long LONGEST_NS = TimeUnit.MINUTES.toNanos(10);
    private static final long PACE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Bytes to send between two looks at the clock. */
    private static final int STRIDE = 64 * 1024;

    private final Connection connection;
    /** One for each sending thread; this thread's are the first. */
    private final List<SequenceNumbers> allNumbers = new ArrayList<>();
    private final SequenceNumbers numbers;

    WorkloadRunner(Connection connection) {
        this.connection = connection;
        for (int thread = 0; thread < SequenceNumbers.MAX_THREADS; thread++) {
            allNumbers.add(new SequenceNumbers(thread));
        }
        numbers = allNumbers.get(0);
    }

    Outcome run(Workload workload, long timeNs) throws Exception {
        return switch (workload.kind()) {
            case TRIPS -> trips(workload.length(), timeNs);
            case ASK -> questions(workload.length(), timeNs);
            case CALL -> calls(timeNs);
            case PACED -> paced(workload.length(), timeNs);
            case STREAM, BATCH, CLAIM -> stream(workload, timeNs);
            case SHARED -> shared(workload, timeNs);
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

    private Outcome questions(int length, long timeNs) throws Exception {
        Histogram histogram = new Histogram(LONGEST_NS, SIGNIFICANT_DIGITS);
        RoundTrips trips = new RoundTrips(numbers, length, histogram);
        long beganNs = System.nanoTime();
        ByteBuffer question = trips.begin(beganNs + timeNs);
        while (question != null) {
            question = trips.handle(connection.ask(question));
        }
        return Outcome.of(System.nanoTime() - beganNs, histogram);
    }

    private Outcome calls(long timeNs) throws Exception {
        Histogram histogram = new Histogram(LONGEST_NS, SIGNIFICANT_DIGITS);
        long beganNs = System.nanoTime();
        long nowNs = beganNs;
        for (long number = 0; nowNs - beganNs < timeNs; number++) {
            long calledNs = System.nanoTime();
            long sum = connection.call(number, calledNs, TEXT);
            nowNs = System.nanoTime();
            histogram.recordValue(nowNs - calledNs);
            if (sum != number + calledNs + TEXT.length()) {
                throw new IllegalStateException("Call " + number + " has returned " + sum);
            }
        }
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
        long count = switch (workload.kind()) {
            case BATCH -> sendBatches(workload.length(), endNs);
            case CLAIM -> claim(workload.length(), endNs);
            default -> send(workload.length(), numbers, endNs);
        };
        awaitLast(beganNs);
        return new Outcome(count, System.nanoTime() - beganNs, null);
    }

    private Outcome shared(Workload workload, long timeNs) throws Exception {
        int length = workload.length();
        long beganNs = System.nanoTime();
        long endNs = beganNs + timeNs;
        List<FutureTask<Long>> others = new ArrayList<>();
        for (SequenceNumbers own : allNumbers.subList(1, workload.threads())) {
            FutureTask<Long> other = new FutureTask<>(() -> send(length, own, endNs));
            new Thread(other, "other-sender").start();
            others.add(other);
        }
        long count = send(length, numbers, endNs);
        for (FutureTask<Long> other : others) {
            count += other.get();
        }
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

    /** A message for which there is no room at once is sent, which waits for room. */
    private long claim(int length, long endNs) throws Exception {
        Payload payload = new Payload(length, Payload.SWALLOW);
        Consumer<ByteBuffer> writer = payload::writeTo;
        int batch = Math.max(1, STRIDE / length);
        long count = 0;
        do {
            for (int i = 0; i < batch; i++) {
                ByteBuffer stamped = payload.stamp(numbers.next(), 0);
                if (!connection.claim(length, writer)) {
                    connection.send(stamped);
                }
            }
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
