// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.shmooze.CannotCreateException;
import io.shmooze.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A relay's connection to NATS. Owns the connection, the consumer, and the threads of the relay that belong to no
 * session. A batch that could not be stored is tried again for ever, because its sender is owed that.
 */
final class RelayLink implements AutoCloseable {
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long ACK_TIMEOUT_MS = 2000;
    private static final Duration ACK_WAIT = Duration.ofSeconds(30);
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final int LONGEST_BATCH = 256 << 10;
    /** Of a message of NATS, for its headers. */
    private static final int HEADERS_LENGTH = 1024;
    private static final int STREAM_FULL = 10077;
    private static final String AWAY = "NATS does not store messages at present; they wait";

    private final RelayNames names;
    private final Consumer<String> report;
    private final Connection connection;
    private final JetStream stream;
    private final JetStreamManagement streams;
    private final Dispatcher dispatcher;
    private final ScheduledExecutorService scheduler;
    private final ExecutorService workers;
    private final int longestBatch;
    /** What was reported last of retries; empty while all is well. */
    private final AtomicReference<String> trouble = new AtomicReference<>("");
    private volatile long connectedNs = System.nanoTime();
    private volatile boolean closed;

    /** Connects, and makes the streams. */
    RelayLink(RelayNames names, NatsOptions options, long maxBytes, Consumer<String> report) {
        this.names = names;
        this.report = report;
        this.connection = options.connect();
        boolean open = false;
        try {
            this.streams = connection.jetStreamManagement();
            this.stream = connection.jetStream();
            RelayStreams.ensure(streams, names.up(), maxBytes, report);
            RelayStreams.ensure(streams, names.down(), maxBytes, report);
            open = true;
        } catch (IOException e) {
            throw new UnavailableException("JetStream does not answer at " + options.url() + ": "
                    + NatsOptions.reason(e) + "; is it enabled there, and for this user?", e);
        } finally {
            if (!open) {
                close(connection);
            }
        }
        this.longestBatch = (int) Math.min(LONGEST_BATCH, connection.getMaxPayload() - HEADERS_LENGTH);
        connection.addConnectionListener(new Watch());
        this.dispatcher = connection.createDispatcher();
        this.dispatcher.setPendingLimits(-1, -1);
        this.scheduler = Executors.newSingleThreadScheduledExecutor(body -> thread(body, "shmooze-relay"));
        this.workers = Executors.newCachedThreadPool(body -> thread(body, "shmooze-relay-session"));
    }

    private static Thread thread(Runnable body, String name) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    RelayNames names() {
        return names;
    }

    Connection connection() {
        return connection;
    }

    JetStreamManagement streams() {
        return streams;
    }

    ExecutorService workers() {
        return workers;
    }

    void report(String line) {
        report.accept(line);
    }

    /** Runs something when the connection is back, on the scheduler's thread. */
    void onReconnected(Runnable action) {
        connection.addConnectionListener(new ConnectionListener() {
            @Override
            @Deprecated
            public void connectionEvent(Connection on, Events type) {
                if (type == Events.RESUBSCRIBED) {
                    connectedNs = System.nanoTime();
                    execute(action);
                }
            }
        });
    }

    void execute(Runnable action) {
        try {
            scheduler.execute(guarded(action));
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }

    /** Runs something on the scheduler's thread, and waits for its end. */
    void run(Runnable action) throws InterruptedException {
        try {
            scheduler.submit(guarded(action)).get();
        } catch (ExecutionException | RejectedExecutionException e) {
            closed = true;
        }
    }

    /** Runs something on the scheduler's thread, later. */
    void later(long ns, Runnable action) {
        try {
            scheduler.schedule(guarded(action), ns, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }

    boolean isClosed() {
        return closed;
    }

    void everySecond(Runnable action) {
        scheduler.scheduleWithFixedDelay(guarded(action), 0, 1, TimeUnit.SECONDS);
    }

    /** The scheduler would drop a task that throws. */
    private Runnable guarded(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                if (!closed) {
                    report.accept("The relay: " + NatsOptions.reason(e));
                }
            }
        };
    }

    /** Whether a sign of life that came last at this time is older than this, while there was a connection. */
    boolean isOlder(long lastNs, Duration age) {
        return connection.getStatus() == Connection.Status.CONNECTED
                && System.nanoTime() - Math.max(lastNs, connectedNs) > age.toNanos();
    }

    Subscription subscribe(String subject, MessageHandler handler) {
        return dispatcher.subscribe(subject, handler);
    }

    void unsubscribe(Subscription from) {
        try {
            dispatcher.unsubscribe(from);
        } catch (IllegalStateException e) {
            // The connection is closed.
            return;
        }
    }

    /** Publishes what no stream keeps. Lost without a connection. */
    void tell(String subject, byte[] data) {
        try {
            connection.publish(subject, data);
        } catch (IllegalStateException e) {
            // There is no connection. Everything that is told so is told again.
            return;
        }
    }

    RelayBatch newBatch() {
        return RelayBatch.toWrite(longestBatch);
    }

    /** Bytes of a payload that fit into an empty batch. */
    int longestPart() {
        return longestBatch - RelayBatch.HEADER_LENGTH - RelayRecord.HEADER_LENGTH;
    }

    /** Publishes to a stream; calls back with what the stream says, or an error. */
    void publish(String subject, String id, byte[] data, BiConsumer<PublishAck, Throwable> outcome) {
        CompletableFuture<PublishAck> future;
        try {
            future = stream.publishAsync(subject,
                    new Headers().put(NatsJetStreamConstants.MSG_ID_HDR, id), data);
        } catch (IllegalStateException e) {
            outcome.accept(null, e);
            return;
        }
        future.orTimeout(ACK_TIMEOUT_MS, TimeUnit.MILLISECONDS).whenComplete((ack, error) -> {
            if (ack != null && !trouble.get().isEmpty() && !trouble.getAndSet("").isEmpty()) {
                report.accept("The stream takes messages again");
            }
            outcome.accept(ack, error);
        });
    }

    /** Tries something again after a while, and says why, once. */
    void retry(Throwable error, Runnable action) {
        reportTrouble(why(error));
        later(RETRY_NS, action);
    }

    /** Messages pass NATS. */
    void works() {
        if (trouble.compareAndSet(AWAY, "")) {
            report.accept("NATS is back");
        }
    }

    private void reportTrouble(String why) {
        if (!closed && !trouble.getAndSet(why).equals(why)) {
            report.accept(why);
        }
    }

    /** Also while nothing is to be stored. */
    private final class Watch implements ConnectionListener {
        @Override
        @Deprecated
        public void connectionEvent(Connection on, Events type) {
            if (type == Events.DISCONNECTED) {
                reportTrouble(AWAY);
            } else if (type == Events.RESUBSCRIBED) {
                works();
            }
        }
    }

    private String why(Throwable error) {
        Throwable cause = error;
        while (cause instanceof RuntimeException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof JetStreamApiException refusal) {
            return refusal.getApiErrorCode() == STREAM_FULL
                    ? "The stream is full: messages wait until the other end has handled some"
                    : "The stream refuses messages, which wait: " + refusal.getErrorDescription();
        }
        return AWAY;
    }

    /** Makes the consumer of a direction anew: what was not acknowledged comes again, in order. */
    void consume(String consumer, RelayNames.Direction direction, String filter, String inbox) {
        forget(consumer, direction);
        try {
            streams.addOrUpdateConsumer(direction.stream(), ConsumerConfiguration.builder().durable(consumer)
                    .deliverSubject(inbox).filterSubject(filter).deliverPolicy(DeliverPolicy.All)
                    .ackPolicy(AckPolicy.Explicit).ackWait(ACK_WAIT).maxAckPending(-1L)
                    .inactiveThreshold(FORGOTTEN_AFTER).build());
        } catch (IllegalStateException e) {
            // There is no connection; the owner does this again when it is back.
            return;
        } catch (IOException e) {
            throw new UnavailableException("JetStream does not answer: " + NatsOptions.reason(e), e);
        } catch (JetStreamApiException e) {
            throw new CannotCreateException("Cannot read the stream " + direction.stream() + ": "
                    + e.getErrorDescription(), e);
        }
    }

    /** Removes a consumer, if there is one. */
    void forget(String consumer, RelayNames.Direction direction) {
        try {
            streams.deleteConsumer(direction.stream(), consumer);
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            // It was not there, or making the new one tells what is wrong, or NATS forgets it later by itself.
            return;
        }
    }

    String newInbox(Consumer<Message> handler) {
        String inbox = connection.createInbox();
        dispatcher.subscribe(inbox, handler::accept);
        return inbox;
    }

    @Override
    public void close() {
        closed = true;
        scheduler.shutdownNow();
        workers.shutdown();
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
