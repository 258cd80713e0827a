// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Peer;
import io.shmooze.SessionListener;
import io.shmooze.WaitStrategy;
import io.shmooze.segment.BulkArea;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import io.shmooze.testing.InMemoryWire;
import io.shmooze.wait.Doorbell;
import io.shmooze.wait.SessionThread;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Two attachments to one segment in memory, as they are after a handshake, without a process, a file or a socket. */
final class MemoryPair {
    static final int LIMIT = 64 * 1024;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(SegmentDescriptor.MIN_LENGTH);
    private final ByteBuffer byServer;
    private final ByteBuffer byClient;
    private final int bulkLength;
    private final IntSupplier available;
    /** For looking into the memory. */
    final Segment segment = Segment.over(memory);
    final Attachment server;
    final Attachment client;

    MemoryPair() {
        this(options(null));
    }

    MemoryPair(SessionOptions options) {
        this(options, 0);
    }

    /** With bulk areas of a length. */
    MemoryPair(SessionOptions options, int bulkLength) {
        this(options, bulkLength, bulkLength);
    }

    /** With bulk areas of a length, of which only the first bytes can be had. */
    MemoryPair(SessionOptions options, int bulkLength, int bulkAvailable) {
        this(options, bulkLength, 0, () -> bulkAvailable);
    }

    /** With wide lanes behind the bulk areas, and as many bytes of both as can be had when they are asked for. */
    MemoryPair(SessionOptions options, int bulkLength, int wideLength, IntSupplier available) {
        this(options, bulkLength, wideLength, available, features(options.waitStrategy()));
    }

    MemoryPair(SessionOptions options, Set<Feature> features) {
        this(options, 0, 0, () -> 0, features);
    }

    private MemoryPair(SessionOptions options, int bulkLength, int wideLength, IntSupplier available,
                       Set<Feature> features) {
        this.bulkLength = bulkLength;
        this.available = available;
        this.byServer = ByteBuffer.allocateDirect(bulkLength + wideLength);
        this.byClient = ByteBuffer.allocateDirect(bulkLength + wideLength);
        InMemoryWire wire = InMemoryWire.create();
        server = attachment(Side.SERVER, wire, options, features);
        client = attachment(Side.CLIENT, wire.other(), options, features);
    }

    /** Those of two sides that wait like this. */
    private static Set<Feature> features(WaitStrategy strategy) {
        Set<Feature> features = Feature.of(Side.SERVER, strategy);
        features.retainAll(Feature.of(Side.CLIENT, strategy));
        return features;
    }

    private Attachment attachment(Side side, InMemoryWire wire, SessionOptions options, Set<Feature> features) {
        Peer peer = new Peer(side == Side.SERVER ? 2 : 1, "user", side == Side.SERVER ? "client" : "server");
        return Attachment.open(new HandshakeResult(segment(), side,
                Doorbell.open(wire, side.name(), options.isPolled()), peer, LIMIT, features), options);
    }

    private Segment segment() {
        return byServer.capacity() == 0 ? Segment.over(memory)
                : Segment.over(memory, area(byServer), area(byClient));
    }

    private BulkArea area(ByteBuffer area) {
        return BulkArea.withWideLane(area, bulkLength, available);
    }

    static SessionOptions options(MessageListener listener, SessionListener... followers) {
        return options(listener, Duration.ZERO, followers);
    }

    static SessionOptions options(MessageListener listener, Duration responseTimeout, SessionListener... followers) {
        return new SessionOptions("memory", "test", WaitStrategy.ADAPTIVE, LIMIT, responseTimeout, Set.of(), false,
                listener, List.of(followers), List.of(), SessionDefaults.MAX_QUESTIONS);
    }

    /** Of a session that asks no questions and answers none. */
    static ReceivingEnd receivingEnd(CurrentAttachment current) {
        return new ReceivingEnd(current, new Questions(1), new QuestionDispatcher(options(null), null),
                new ReaderQueue(), LIMIT);
    }

    /** Of a session that acknowledges passes. */
    static SessionOptions acknowledgingPasses() {
        return new SessionOptions("memory", "test", WaitStrategy.ADAPTIVE, LIMIT, Duration.ZERO, Set.of(), true, null,
                List.of(), List.of(), SessionDefaults.MAX_QUESTIONS);
    }

    /** Reads the bells of an attachment without a session, as the session's own thread does. */
    static void listenUntilTheEnd(Attachment attachment) {
        Thread thread = new SessionThread(() -> {
            while (!attachment.isOver()) {
                attachment.awaitBell(attachment.bells());
            }
        }, "session");
        thread.start();
    }

    /** Takes one message as the client. */
    String readAtClient() {
        return read(client.incoming());
    }

    static String read(IncomingLane lane) {
        if (!lane.next()) {
            return null;
        }
        lane.message().open();
        String text = lane.message().text();
        lane.message().close();
        lane.release();
        lane.endPass();
        return text;
    }

    /** Takes every message that is there. */
    static List<String> readAll(IncomingLane lane) {
        List<String> all = new ArrayList<>();
        for (String text = read(lane); text != null; text = read(lane)) {
            all.add(text);
        }
        return all;
    }

    static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Publishes messages of 64 bytes until the lane is full; returns how many. */
    static int fill(OutgoingLane lane) {
        int count = 0;
        while (lane.publishWhole(MessageKind.BINARY, ByteBuffer.allocate(64))) {
            count++;
        }
        return count;
    }

    static long inAnHour() {
        return System.nanoTime() + TimeUnit.HOURS.toNanos(1);
    }
}
