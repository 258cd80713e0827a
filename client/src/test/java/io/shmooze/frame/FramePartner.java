// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.SessionClosedException;
import io.shmooze.client.ChildJvms;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The other process of the frames' tests: a publisher or a viewer. */
final class FramePartner {
    static final String CHANNEL = "cam";
    static final FrameFormat FORMAT = new FrameFormat(256, 128, 32);

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private FramePartner() {
    }

    static Program start(Programs programs, String... arguments) {
        List<String> words = new ArrayList<>(List.of(programs.directory().toString()));
        words.addAll(List.of(arguments));
        return ChildJvms.prepare(programs, FramePartner.class, words.toArray(String[]::new)).start();
    }

    /** The arguments are the directory, the job, and numbers. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        switch (arguments[1]) {
            case "publish" -> publish(directory, Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]));
            case "half" -> half(directory);
            case "view" -> view(directory, Long.parseLong(arguments[2]), Long.parseLong(arguments[3]));
            case "lag" -> lag(directory, Long.parseLong(arguments[2]), Long.parseLong(arguments[3]));
            default -> throw new IllegalArgumentException(arguments[1]);
        }
        System.exit(0);
    }

    /** Publishes as fast as possible once so many viewers are attached; stays until the input ends. */
    private static void publish(Path directory, long count, int viewers) throws IOException {
        try (FramePublisher publisher = ShmoozeServer.builder(CHANNEL).directory(directory).publishFrames()) {
            OUT.println("ready");
            publisher.awaitViewers(viewers, LONG);
            for (long number = 1; number <= count; number++) {
                ChecksummedPixels.write(publisher.begin(FORMAT), number);
                publisher.publish();
            }
            OUT.println("published " + count);
            awaitEndOfInput();
        }
    }

    /** Stops in the middle of the second frame. */
    private static void half(Path directory) throws IOException {
        try (FramePublisher publisher = ShmoozeServer.builder(CHANNEL).directory(directory).publishFrames()) {
            publisher.awaitViewers(1, LONG);
            ChecksummedPixels.write(publisher.begin(FORMAT), 1);
            publisher.publish();
            ByteBuffer second = publisher.begin(FORMAT);
            for (int i = 0; i < second.limit() / 2; i++) {
                second.put(i, (byte) 0xAA);
            }
            OUT.println("half");
            awaitEndOfInput();
        }
    }

    /** Holds each frame for a time. */
    private static void view(Path directory, long last, long pauseUs) {
        view(directory, last, frame -> LockSupport.parkNanos(pauseUs * 1000));
    }

    /** Holds each frame until so many newer ones are published; a second viewer counts them. */
    private static void lag(Path directory, long last, long frames) {
        try (FrameViewer counter = viewer(directory)) {
            long[] newest = new long[1];
            view(directory, last, frame -> {
                long due = Math.min(last, frame.number() + frames);
                while (newest[0] < due && counter.await(LONG)) {
                    newest[0] = counter.take().number();
                }
            });
        }
    }

    private static FrameViewer viewer(Path directory) {
        return ShmoozeClient.builder(CHANNEL).directory(directory).reconnectTimeout(Duration.ZERO).viewFrames();
    }

    /** Checks each frame in place, holds it, and checks it again, in place and as a copy. */
    private static void view(Path directory, long last, Consumer<Frame> hold) {
        long seen = 0;
        long torn = 0;
        long number = 0;
        ByteBuffer copy = ByteBuffer.allocateDirect(FORMAT.length()).order(ByteOrder.LITTLE_ENDIAN);
        try (FrameViewer viewer = viewer(directory)) {
            OUT.println("ready");
            while (number < last && viewer.await(LONG)) {
                try (Frame frame = viewer.take()) {
                    // The publisher may have left meanwhile, which the next wait reports.
                    if (frame != null) {
                        number = frame.number();
                        torn += isWhole(frame, copy.clear(), hold) ? 0 : 1;
                        seen++;
                    }
                }
            }
            OUT.println("took " + seen + " missed " + viewer.missed() + " torn " + torn + " last " + number);
        } catch (SessionClosedException e) {
            OUT.println("over at " + number);
        }
    }

    private static boolean isWhole(Frame frame, ByteBuffer copy, Consumer<Frame> hold) {
        boolean whole = ChecksummedPixels.isWhole(frame.pixels());
        hold.accept(frame);
        frame.copyTo(copy);
        return whole && ChecksummedPixels.isWhole(copy.flip()) && ChecksummedPixels.isWhole(frame.pixels())
                && frame.isIntact();
    }

    private static void awaitEndOfInput() throws IOException {
        int next = System.in.read();
        while (next >= 0) {
            next = System.in.read();
        }
    }
}
