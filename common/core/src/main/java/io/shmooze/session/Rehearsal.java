// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Peer;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.WaitStrategy;
import io.shmooze.fault.FailPoint;
import io.shmooze.jfr.FlightRecord;
import io.shmooze.segment.BulkArea;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentFile;
import io.shmooze.segment.Side;
import io.shmooze.wait.BellWire;
import io.shmooze.wait.Doorbell;
import io.shmooze.wait.SessionThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/**
 * Passes one message between two sessions in the memory of this process, so that the JDK loads their classes. The
 * classes of the first session in a process take longer than the whole handshake. This runs on a thread of its own
 * while the thread that connects loads the JDK's sockets and waits for the server, or while a server waits for its
 * first client. It owns nothing that lasts, and nobody waits for it: a session that comes too early loads its classes
 * itself. The static initialisers of our classes form no cycle, so two threads cannot wait for each other in them.
 */
public final class Rehearsal {
    /** Of each bulk area, and the longest message, bytes. */
    private static final int LENGTH = 64;
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private Rehearsal() {
    }

    /**
     * Rehearses on another thread. For any thread; without effect except for the first time in a process. A rehearsal
     * that fails is logged at debug level and has no other effect. There is none while the Flight Recorder runs.
     *
     * @param options of the session that is to come
     * @param more what the caller rehearses on the same thread; null for nothing
     */
    public static void begin(SessionOptions options, Runnable more) {
        // A rehearsed step must not count as a real one, and not be recorded.
        if (FailPoint.isArmed() || FlightRecord.isOn() || !BEGUN.compareAndSet(false, true)) {
            return;
        }
        boolean polled = options.isPolled();
        try {
            new SessionThread(new Runnable() {
                @Override
                public void run() {
                    tryToRun(polled, more);
                }
            }, "shmooze-rehearsal").start();
        } catch (OutOfMemoryError e) {
            // The system gives no thread. The session needs one too, and reports that.
            log(e);
        }
    }

    /** Throws nothing. */
    static void tryToRun(boolean polled, Runnable more) {
        try {
            run(polled);
            if (more != null) {
                more.run();
            }
        } catch (Throwable e) {
            log(e);
        }
    }

    private static void log(Throwable failure) {
        try {
            LoggerFactory.getLogger(Rehearsal.class).debug("The rehearsal failed", failure);
        } catch (Throwable e) {
            // There is no memory for the log either, or its provider is broken.
            failure.addSuppressed(e);
        }
    }

    /** To be called on a {@link SessionThread}. */
    static void run(boolean polled) throws IOException {
        // First, because it takes longest from JDK 22 on.
        SegmentFile.rehearse();
        ByteBuffer memory = ByteBuffer.allocateDirect(SessionDefaults.SEGMENT_SIZE);
        Listener listener = new Listener();
        DuplexSession server = session(memory, Side.SERVER, polled, listener);
        DuplexSession client = session(memory, Side.CLIENT, polled, listener);
        server.send(MessageKind.BINARY, ByteBuffer.allocate(1));
        if (polled && client.receive(Duration.ZERO) != null) {
            listener.received++;
        }
        // Their wires are at the end, so both end at once.
        client.run();
        server.run();
        if (listener.received != 1) {
            throw new IllegalStateException("The rehearsed message has not arrived", listener.error);
        }
        Selector.open().close();
    }

    private static DuplexSession session(ByteBuffer memory, Side side, boolean polled, Listener listener) {
        SessionOptions options = new SessionOptions("rehearsal", "", WaitStrategy.BLOCKING, LENGTH, Duration.ZERO,
                Set.of(), false, polled ? null : listener, List.of(listener), List.of(), 1);
        Segment segment = Segment.over(memory, area(), area());
        DuplexSession session = new DuplexSession(options, AttachmentSource.none());
        Doorbell doorbell = Doorbell.open(new EndedWire(), "rehearsal", polled);
        HandshakeResult handshake = new HandshakeResult(segment, side, doorbell, new Peer(0, "", ""), LENGTH,
                features());
        session.attach(Attachment.open(handshake, options));
        return session;
    }

    /** All features, written to a line and read again, as a handshake does. */
    private static Set<Feature> features() {
        Set<Feature> all = EnumSet.allOf(Feature.class);
        return Feature.in(HandshakeLine.parse(Feature.add(HandshakeLine.format(HandshakeLine.HELLO), all)));
    }

    private static BulkArea area() {
        return BulkArea.over(ByteBuffer.allocateDirect(LENGTH));
    }

    /** Counts messages, and keeps the last error, so that nobody else hears of it. */
    private static final class Listener implements MessageListener, SessionListener {
        private int received;
        private Throwable error;

        @Override
        public void onMessage(Session from, Message message) {
            message.length();
            received++;
        }

        @Override
        public void onError(Session session, Throwable failure) {
            error = failure;
        }
    }

    /** A wire whose peer has hung up. */
    private static final class EndedWire implements BellWire {
        @Override
        public boolean ring() {
            return false;
        }

        @Override
        public int read() {
            return END;
        }

        @Override
        public int poll() {
            return END;
        }

        @Override
        public boolean awaitBell(long timeoutNs) {
            return true;
        }

        @Override
        public void release() {
            // Nobody waits for that.
        }

        @Override
        public boolean awaitRelease(long timeoutNs) {
            return true;
        }

        @Override
        public void wakeBellWaiter() {
            // Nobody waits.
        }

        @Override
        public void awaitEnd(boolean orBell) {
            // It has come.
        }

        @Override
        public void wakeEndWaiter() {
            // Nobody waits.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
