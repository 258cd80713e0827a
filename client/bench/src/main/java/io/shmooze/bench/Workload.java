// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.List;
import java.util.Locale;

/** What the two ends do while they are measured. */
public enum Workload {
    TRIP_64("Round trip, 64 bytes", Kind.TRIPS, 64),
    ASK_64("Question and answer, 64 bytes", Kind.ASK, 64),
    CALL("Typed call with two numbers and a short text, which returns a number", Kind.CALL, 32),
    TRIP_1000("Round trip, 1,000 bytes", Kind.TRIPS, 1000),
    PACED_64("Round trip, 64 bytes, one a millisecond", Kind.PACED, 64),
    STREAM_64("Throughput, 64 bytes", Kind.STREAM, 64),
    BATCH_64("Throughput, 64 bytes, in batches", Kind.BATCH, 64),
    CLAIM_64("Throughput, 64 bytes, claimed and written in place", Kind.CLAIM, 64),
    SHARED_2("Throughput, 64 bytes, from two threads at once", Kind.SHARED, 64),
    SHARED_4("Throughput, 64 bytes, from four threads at once", Kind.SHARED, 64),
    STREAM_1000("Throughput, 1,000 bytes", Kind.STREAM, 1000),
    BATCH_1000("Throughput, 1,000 bytes, in batches", Kind.BATCH, 1000),
    CLAIM_1000("Throughput, 1,000 bytes, claimed and written in place", Kind.CLAIM, 1000),
    STREAM_1M("Throughput, 1 MiB", Kind.STREAM, 1024 * 1024),
    CLAIM_1M("Throughput, 1 MiB, claimed and written in place", Kind.CLAIM, 1024 * 1024),
    FRAME("Throughput, frames of 1,920 x 1,080 pixels of 4 bytes", Kind.STREAM, 1920 * 1080 * 4),
    FILE_16M("File of 16 MiB with its SHA-256", Kind.FILE, 16 * 1024 * 1024),
    TAILED_TRIP_64("Round trip, 64 bytes, while tail follows the session", Kind.TRIPS, 64),
    TAILED_STREAM_64("Throughput, 64 bytes, while tail follows the session", Kind.STREAM, 64),
    CONNECT("Connect, from the start of a JVM to the first answer", Kind.CONNECT, 64),
    IDLE("Connected and silent", Kind.IDLE, 0);

    /** How it is measured. */
    enum Kind {
        /** Messages to be answered, each sent when the answer to the last one has come. */
        TRIPS,
        /** Each question is asked by a call that returns its answer, which is followed by the next one. */
        ASK,
        /** A method of the other end is called, and called again when it has returned. */
        CALL,
        /** Messages to be answered, at a fixed pace. */
        PACED,
        /** Messages without answers. */
        STREAM,
        /** Messages without answers, many in each batch. */
        BATCH,
        /** Messages without answers, written into memory of the transport. */
        CLAIM,
        /** Messages without answers, from several threads of one process. */
        SHARED,
        /** Whole files, each sent after the last one has arrived. */
        FILE,
        /** The start and connection of one process. */
        CONNECT,
        /** Nothing. */
        IDLE
    }

    /** A question a millisecond needs this many times longer for as many trips that p99.9 means something. */
    private static final int LONGER = 5;

    /**
     * Questions and calls are more code than the compilers manage while two processes spin on two processors, and a
     * tail has its own code to compile.
     */
    private static final int WARM_UPS = 5;

    private final String title;
    private final Kind kind;
    private final int length;

    Workload(String title, Kind kind, int length) {
        this.title = title;
        this.kind = kind;
        this.length = length;
    }

    String title() {
        return title;
    }

    Kind kind() {
        return kind;
    }

    int length() {
        return length;
    }

    /** Whether no message is sent before the last one was read. */
    boolean isOneByOne() {
        return hasPercentiles() || kind == Kind.CONNECT || kind == Kind.IDLE;
    }

    /** The threads that send. */
    int threads() {
        return this == SHARED_4 ? 4 : kind == Kind.SHARED ? 2 : 1;
    }

    /** How many times longer than others it is measured. */
    int timesLonger() {
        return kind == Kind.PACED || kind == Kind.IDLE ? LONGER : 1;
    }

    /** Whether it is a round trip that a method makes, which is compared with the bare one. */
    boolean isAsked() {
        return kind == Kind.ASK || kind == Kind.CALL;
    }

    /** Whether the command {@code tail} follows the session meanwhile. */
    boolean isTailed() {
        return this == TAILED_TRIP_64 || this == TAILED_STREAM_64;
    }

    /** Whether the same transport's figures of {@link #plain} say what it costs. */
    boolean isComparedWithPlain() {
        return isAsked() || threads() > 1 || isTailed();
    }

    /** How many times as long as a measurement its warm-up is. */
    int warmUps() {
        return isAsked() || isTailed() ? WARM_UPS : 1;
    }

    /** The same, or short messages for a call, each sent by itself and by one thread, which every transport can do. */
    Workload plain() {
        return switch (this) {
            case ASK_64, CALL, TAILED_TRIP_64 -> TRIP_64;
            case BATCH_64, CLAIM_64, SHARED_2, SHARED_4, TAILED_STREAM_64 -> STREAM_64;
            case BATCH_1000, CLAIM_1000 -> STREAM_1000;
            case CLAIM_1M -> STREAM_1M;
            default -> this;
        };
    }

    /** Its name in options and files: {@code trip-64}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it records the times of single messages. */
    boolean hasPercentiles() {
        return kind == Kind.TRIPS || isAsked() || kind == Kind.PACED;
    }

    /** The figures of its results, the most important first. */
    List<Figure> figures() {
        return switch (kind) {
            case TRIPS, ASK, CALL, PACED -> List.of(Figure.P50, Figure.P99, Figure.P999, Figure.CPU_TIME);
            case STREAM, BATCH, CLAIM, SHARED ->
                List.of(plain() == STREAM_64 ? Figure.MESSAGES : Figure.BYTES, Figure.CPU_TIME);
            case FILE -> List.of(Figure.BYTES, Figure.CPU_TIME);
            case CONNECT -> List.of(Figure.CONNECT_TIME);
            case IDLE -> List.of(Figure.CPU_SHARE, Figure.SERVER_SWITCHES, Figure.CLIENT_SWITCHES, Figure.TIMERS);
        };
    }
}
