// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.PublishAck;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.shmooze.CannotCreateException;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The stream with the lines of rooms, and the lines of one of them. For any thread; a {@link Reader} is for one.
 */
final class RoomStream {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(3);
    /** How long the server remembers ids, to drop a line that is published again. */
    private static final Duration DUPLICATES = Duration.ofMinutes(2);
    private static final Duration ABANDONED = Duration.ofMinutes(5);
    private static final Duration PULL = Duration.ofSeconds(10);
    /** How many lines are on their way to this machine at most. */
    private static final int BATCH = 100;
    private static final int NOT_FOUND = 404;
    private static final int STREAM_EXISTS = 10058;

    private final Connection connection;
    private final String name;
    private final String subject;
    private final JetStream publisher;
    private final JetStreamManagement management;

    RoomStream(Connection connection, String name, String subject) throws IOException {
        this.connection = connection;
        this.name = name;
        this.subject = subject;
        JetStreamOptions options = JetStreamOptions.builder().requestTimeout(ANSWER_TIMEOUT).build();
        this.publisher = connection.jetStream(options);
        this.management = connection.jetStreamManagement(options);
    }

    /**
     * Creates the stream if there is none.
     *
     * @return how the stream that is there differs, each as a sentence; it is not changed
     * @throws UsageException if it cannot carry rooms
     * @throws CannotCreateException if the server refuses to create it
     * @throws UnavailableException if the server has no JetStream for this user
     */
    List<String> ensure(Duration maxAge, long maxBytes) {
        StreamConfiguration wanted = StreamConfiguration.builder().name(name).subjects(name + ".*.lines")
                .storageType(StorageType.File).retentionPolicy(RetentionPolicy.Limits)
                .discardPolicy(DiscardPolicy.Old).maxAge(maxAge).maxBytes(maxBytes).duplicateWindow(
                        DUPLICATES.compareTo(maxAge) < 0 ? DUPLICATES : maxAge).build();
        try {
            StreamInfo present = find();
            return present == null ? create(wanted) : differences(present.getConfiguration(), wanted);
        } catch (JetStreamApiException e) {
            throw new CannotCreateException("The stream " + name + " cannot be created: "
                    + e.getErrorDescription(), e);
        } catch (IOException e) {
            throw new UnavailableException("The NATS server does not answer for the stream " + name
                    + "; it needs JetStream, and this user the right to use it: " + NatsOptions.reason(e), e);
        }
    }

    private StreamInfo find() throws IOException, JetStreamApiException {
        try {
            return management.getStreamInfo(name);
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() == NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    private List<String> create(StreamConfiguration wanted) throws IOException, JetStreamApiException {
        try {
            management.addStream(wanted);
            return List.of();
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != STREAM_EXISTS) {
                throw e;
            }
            // Another server of a room was faster.
            return differences(management.getStreamInfo(name).getConfiguration(), wanted);
        }
    }

    private List<String> differences(StreamConfiguration present, StreamConfiguration wanted) {
        if (!present.getSubjects().contains(name + ".*.lines")
                || present.getRetentionPolicy() != RetentionPolicy.Limits) {
            throw new UsageException("The stream " + name + " is not one of rooms: it has to keep " + name
                    + ".*.lines by limits, and keeps " + String.join(", ", present.getSubjects()) + " by "
                    + present.getRetentionPolicy() + "; name another one");
        }
        List<String> differences = new ArrayList<>();
        String start = "The stream " + name + " is used as it is: ";
        compare(differences, start, "lines for " + time(present.getMaxAge()), time(wanted.getMaxAge()));
        compare(differences, start, bytes(present.getMaxBytes()), bytes(wanted.getMaxBytes()));
        if (present.getDiscardPolicy() != DiscardPolicy.Old) {
            differences.add(start + "when it is full, it refuses new lines and does not drop the oldest");
        }
        return differences;
    }

    private static void compare(List<String> differences, String start, String present, String wanted) {
        if (!present.endsWith(wanted)) {
            differences.add(start + "it keeps " + present + ", not " + wanted);
        }
    }

    private static String time(Duration age) {
        return age == null || age.isZero() ? "ever" : age.toSeconds() + " s";
    }

    private static String bytes(long most) {
        return (most < 0 ? "any number of" : most) + " bytes";
    }

    /**
     * Where to begin so that a reader gets the last lines.
     *
     * @param lines how many
     * @return the sequence
     */
    long startOfLast(int lines) throws IOException, JetStreamApiException {
        StreamInfo info = management.getStreamInfo(name);
        long first = Math.max(1, info.getStreamState().getFirstSequence());
        long end = info.getStreamState().getLastSequence() + 1;
        if (lines == 0 || end <= first || pending(first) <= lines) {
            return lines == 0 ? end : first;
        }
        // The stream has other rooms' lines, too: look for the place from which so many lines are left.
        long enough = first;
        long few = end;
        while (few - enough > 1) {
            long middle = enough + (few - enough) / 2;
            if (pending(middle) >= lines) {
                enough = middle;
            } else {
                few = middle;
            }
        }
        return enough;
    }

    private long pending(long sequence) throws IOException, JetStreamApiException {
        ConsumerInfo info = management.createConsumer(name, configuration(sequence));
        management.deleteConsumer(name, info.getName());
        return info.getNumPending();
    }

    private ConsumerConfiguration configuration(long sequence) {
        return ConsumerConfiguration.builder().filterSubject(subject).deliverPolicy(DeliverPolicy.ByStartSequence)
                .startSequence(sequence).ackPolicy(AckPolicy.None).inactiveThreshold(ABANDONED).memStorage(true)
                .build();
    }

    /** Publishes a line again, and waits for the stream; a line that it has is dropped there. */
    PublishAck publish(RoomMessage message) throws IOException, JetStreamApiException {
        return publisher.publish(subject, message.headers(), message.payload());
    }

    /**
     * Publishes a line.
     *
     * @throws IllegalStateException if there is no connection
     */
    CompletableFuture<PublishAck> publishAsync(RoomMessage message) {
        return publisher.publishAsync(subject, message.headers(), message.payload());
    }

    /** How long a line may be with its name and headers, in bytes. */
    long maxLength() {
        return connection.getMaxPayload();
    }

    boolean isConnected() {
        return connection.getStatus() == Connection.Status.CONNECTED;
    }

    private long reconnects() {
        return connection.getStatistics().getReconnects();
    }

    /** Opens a reader of the lines from a sequence on. */
    Reader read(long sequence) throws IOException, JetStreamApiException {
        return new Reader(sequence);
    }

    /** Reads the lines in the order of the stream, and notices if one was lost on the way. To be closed. */
    final class Reader implements AutoCloseable {
        private final ConsumerInfo consumer;
        private final JetStreamSubscription subscription;
        private long delivered;
        private int pulled;
        private long pullEndsNs;
        private final long reconnects = reconnects();

        private Reader(long sequence) throws IOException, JetStreamApiException {
            consumer = management.createConsumer(name, configuration(Math.max(1, sequence)));
            subscription = publisher.subscribe(null, PullSubscribeOptions.fastBind(name, consumer.getName()));
            pull();
        }

        private void pull() {
            subscription.pullExpiresIn(BATCH, PULL);
            pulled = BATCH;
            pullEndsNs = System.nanoTime() + PULL.toNanos();
        }

        /** How many lines the stream had when the reader was opened. */
        long pendingAtStart() {
            return consumer.getNumPending();
        }

        /**
         * The next line.
         *
         * @return null if there is none in time
         * @throws IOException if lines were lost on the way, or the consumer is gone: open another reader
         */
        Message next(Duration timeout) throws IOException, InterruptedException {
            if (reconnects() != reconnects) {
                // The server has forgotten what was asked of it.
                throw new IOException("the connection was lost");
            }
            if (pulled == 0 || System.nanoTime() - pullEndsNs > 0) {
                pull();
            }
            Message message;
            try {
                message = subscription.nextMessage(timeout);
            } catch (IllegalStateException e) {
                throw new IOException(NatsOptions.reason(e), e);
            }
            if (message == null) {
                return null;
            }
            pulled--;
            if (message.metaData().consumerSequence() != ++delivered) {
                throw new IOException("lines were lost on the way");
            }
            return message;
        }

        @Override
        public void close() {
            try {
                subscription.unsubscribe();
                if (isConnected()) {
                    management.deleteConsumer(name, consumer.getName());
                }
            } catch (IllegalStateException | IOException | JetStreamApiException e) {
                // The server removes it by itself, as nobody pulls.
                return;
            }
        }
    }
}
