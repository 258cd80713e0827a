// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.PurgeOptions;
import io.nats.client.api.StreamInfo;
import io.shmooze.InterruptedSessionException;
import io.shmooze.NotPermittedException;
import io.shmooze.Session;
import io.shmooze.ShmoozeException;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import io.shmooze.session.Deadlines;
import io.shmooze.session.SessionDefaults;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Carries a channel to another machine, over NATS with JetStream. One relay is where the clients are and {@linkplain
 * Builder#serve serves} the channel there; one is where the server is and {@linkplain Builder#attach attaches} to it as
 * one client for each remote one. The programs at both ends need not know.
 *
 * <p><b>Guarantee.</b> Messages, questions and answers of a session arrive in order. A message is acknowledged to its
 * sender when the callback at the far end has returned, so {@link Session#flush} means there what it means without a
 * relay. If a relay or NATS dies or is cut off, nothing is lost that was not acknowledged: a session goes on when NATS
 * is back, and if a relay has died, it ends as if the peer had, and the client repeats what was not acknowledged,
 * marked as redelivered.
 *
 * <p><b>Memory.</b> For each session and direction, as much as the lane and the bulk area of the local session hold,
 * and one message more. Messages go straight to the other relay. Those that it has not handled within 100 ms go to the
 * stream, too, which keeps them until it has; a stream that is full makes senders wait.
 *
 * <p><b>Threads.</b> All of this class are daemons. For any thread.
 */
public final class NatsRelay implements AutoCloseable {
    /** The default of {@link Builder#maxBytes}. */
    public static final long DEFAULT_MAX_BYTES = 256 << 20;
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long LOOK_MS = 10;

    private final RelayLink link;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private NearRelay near;
    private FarRelay far;

    /** Describes a relay. For one thread; every setter returns the builder itself. */
    public static final class Builder {
        private final String channel;
        private final NatsOptions nats;
        private long maxBytes = DEFAULT_MAX_BYTES;
        private String place = "";
        private Consumer<String> onEvent = line -> { };

        private Builder(String channel, NatsOptions nats) {
            this.channel = SessionDefaults.checkChannel(channel);
            this.nats = Objects.requireNonNull(nats);
        }

        /**
         * The limit of each of the two streams, if they have to be created.
         *
         * @param bytes at least 1 MiB; by default {@link #DEFAULT_MAX_BYTES}
         * @return this
         * @throws UsageException if it is less
         */
        public Builder maxBytes(long bytes) {
            if (bytes < 1 << 20) {
                throw new UsageException("The limit of a stream is at least 1M, not " + bytes);
            }
            maxBytes = bytes;
            return this;
        }

        /**
         * Names the place where {@link #serve} serves the channel. A relay that comes there after one that has died
         * takes its place at once, and not after 15 seconds.
         *
         * @param text must be different for each directory of each machine or container; by default empty, for none
         * @return this
         */
        public Builder place(String text) {
            place = Objects.requireNonNull(text);
            return this;
        }

        /**
         * Sets what is told what the relay does: that the other one has come or gone, that messages wait and why.
         *
         * @param action takes one line for people, on a thread of the relay; by default does nothing
         * @return this
         */
        public Builder onEvent(Consumer<String> action) {
            onEvent = Objects.requireNonNull(action);
            return this;
        }

        /**
         * Starts the relay where the clients are. It serves the channel as long as the other relay lives, and waits for
         * that one at first.
         *
         * @param server starts a server of the channel with the listeners of {@link RelayEndpoint#applyTo}, and returns
         *     what closes it; called again when the other relay was away
         * @return the relay, to be closed by the caller
         * @throws UnavailableException if NATS cannot be reached, or has no JetStream
         * @throws io.shmooze.CannotCreateException if a stream cannot be created, or is something else
         * @throws NotPermittedException if NATS refuses the user
         */
        public NatsRelay serve(Function<RelayEndpoint, AutoCloseable> server) {
            return start(relay -> relay.near = new NearRelay(relay.link, place,
                    endpoint -> relay.guard(server, endpoint)));
        }

        /**
         * Starts the relay where the server is. It attaches one client for each remote one, and tries again as long as
         * there is no server.
         *
         * @param client attaches a client of the channel with the listeners of {@link RelayEndpoint#applyTo}; called on
         *     a thread of the session
         * @return the relay, to be closed by the caller
         * @throws UnavailableException if NATS cannot be reached, or has no JetStream
         * @throws io.shmooze.CannotCreateException if a stream cannot be created, or is something else, or there is
         *     such a relay of this channel already
         * @throws NotPermittedException if NATS refuses the user
         */
        public NatsRelay attach(Function<RelayEndpoint, Session> client) {
            return start(relay -> relay.far = new FarRelay(relay.link, client, relay.ended));
        }

        private NatsRelay start(Consumer<NatsRelay> side) {
            NatsRelay relay = new NatsRelay(new RelayLink(RelayNames.of(channel), nats, maxBytes, onEvent));
            boolean started = false;
            try {
                side.accept(relay);
                started = true;
                return relay;
            } finally {
                if (!started) {
                    relay.link.close();
                }
            }
        }

        /**
         * Tries what a relay needs: the connection, JetStream, the streams, which are created, and the permissions.
         *
         * @return one line about them
         * @throws ShmoozeException as {@link #serve} throws
         */
        public String check() {
            RelayNames names = RelayNames.of(channel);
            RelayLink link = new RelayLink(names, nats, maxBytes, onEvent);
            try {
                Connection connection = link.connection();
                CompletableFuture<Void> heard = new CompletableFuture<>();
                link.subscribe(names.control() + "check", message -> heard.complete(null));
                link.consume("check", names.down(), names.down().of("check"), link.newInbox(message -> {
                    message.ack();
                    heard.complete(null);
                }));
                CompletableFuture<Throwable> stored = new CompletableFuture<>();
                link.publish(names.down().subject("check", "check"), "check" + System.nanoTime(), new byte[1],
                        (ack, error) -> stored.complete(error));
                if (stored.get() != null) {
                    throw new NotPermittedException("NATS does not store messages of " + names.down().all() + ": "
                            + NatsOptions.reason(stored.get()));
                }
                heard.completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS).get();
                link.forget("check", names.down());
                link.streams().purgeStream(names.down().stream(), PurgeOptions.subject(names.down().of("check")));
                StreamInfo up = link.streams().getStreamInfo(names.up().stream());
                StreamInfo down = link.streams().getStreamInfo(names.down().stream());
                return "NATS " + connection.getServerInfo().getVersion() + " at " + nats.url() + ", max_payload "
                        + connection.getMaxPayload() + ", " + describe(up) + ", " + describe(down)
                        + ", publishing and reading permitted";
            } catch (IOException | JetStreamApiException | ExecutionException e) {
                throw new UnavailableException("JetStream does not answer: " + NatsOptions.reason(e), e);
            } catch (InterruptedException e) {
                throw Deadlines.interrupted(e);
            } finally {
                link.close();
            }
        }

        private static String describe(StreamInfo stream) {
            return "stream " + stream.getConfiguration().getName() + " has " + stream.getStreamState().getByteCount()
                    + " of " + stream.getConfiguration().getMaxBytes() + " bytes";
        }
    }

    private NatsRelay(RelayLink link) {
        this.link = link;
    }

    /** A server that cannot start ends the relay. */
    private AutoCloseable guard(Function<RelayEndpoint, AutoCloseable> server, RelayEndpoint endpoint) {
        try {
            return server.apply(endpoint);
        } catch (ShmoozeException e) {
            ended.completeExceptionally(e);
            throw e;
        }
    }

    /**
     * Begins to describe a relay.
     *
     * @param channel the channel's name, which both relays must have in common
     * @param nats where NATS is
     * @return a builder
     * @throws UsageException if the name is not usable
     */
    public static Builder builder(String channel, NatsOptions nats) {
        return new Builder(channel, nats);
    }

    /**
     * Waits until the relay is closed, or cannot go on.
     *
     * @throws ShmoozeException that ended it: the channel could not be served, or another relay has taken over
     * @throws InterruptedSessionException if the thread is interrupted
     */
    public void join() {
        try {
            ended.get();
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof ShmoozeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    /**
     * Ends all sessions in good order: the peers see that the other side has closed. Waits at most two seconds until
     * the other relay knows. Idempotent.
     */
    @Override
    public void close() {
        if (!ended.complete(null) && link.isClosed()) {
            return;
        }
        try {
            if (near != null) {
                link.run(near::close);
                await(near::isDone);
                near.forget();
            } else {
                far.close();
                await(far::isDone);
                far.forget();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            link.close();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = Deadlines.after(GRACE);
        while (!condition.getAsBoolean() && !Deadlines.isOver(deadlineNs)) {
            Thread.sleep(LOOK_MS);
        }
    }
}
