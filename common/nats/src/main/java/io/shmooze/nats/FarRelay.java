// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PurgeOptions;
import io.shmooze.CannotCreateException;
import io.shmooze.Session;
import io.shmooze.ShmoozeException;
import io.shmooze.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The relay where the server is. It attaches one client for each session of a relay at clients. There is one for a
 * channel; each run of it is an epoch, of which its sessions are. What belongs to an earlier epoch is dropped, because
 * the other relays and their clients repeat it.
 */
final class FarRelay implements RelaySession.Owner, AutoCloseable {
    private static final Duration LISTENING = Duration.ofMillis(2500);
    private static final long PAUSE_MS = 250;
    private static final int REMEMBERED = 10_000;
    private static final int RANDOM_BITS = 16;
    private static final String CONSUMER = "server";

    /**
     * A relay at clients.
     *
     * @param place of the channel that it serves; empty if it does not say
     * @param seenNs when it gave its last sign of life
     */
    private record Near(String place, long seenNs) {
    }

    private final RelayLink link;
    private final Function<RelayEndpoint, Session> client;
    private final CompletableFuture<Void> ended;
    private final long epoch = System.currentTimeMillis() << RANDOM_BITS
            | ThreadLocalRandom.current().nextInt(1 << RANDOM_BITS);
    private final String inbox;
    private final Map<String, RelaySession> sessions = new ConcurrentHashMap<>();
    private final Map<String, Near> nears = new ConcurrentHashMap<>();
    /** Of relays at clients, also of those that are gone. On the connection's thread. */
    private final Map<String, String> places = new Remembered<>();
    /** Relays at clients whose batches came before their first sign of life. On the connection's thread. */
    private final Set<String> unheard = new HashSet<>();
    /** Relays at clients whose sessions were given up. They take another name when they hear that. */
    private final Set<String> lost = Collections.synchronizedSet(Collections.newSetFromMap(new Remembered<>()));
    /** Sessions of this epoch that have ended here. */
    private final Set<String> finished = Collections.synchronizedSet(Collections.newSetFromMap(new Remembered<>()));
    private volatile boolean closed;

    /** The last entries. */
    private static final class Remembered<T> extends LinkedHashMap<String, T> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > REMEMBERED;
        }
    }

    FarRelay(RelayLink link, Function<RelayEndpoint, Session> client, CompletableFuture<Void> ended) {
        this.link = link;
        this.client = client;
        this.ended = ended;
        CompletableFuture<String> other = new CompletableFuture<>();
        link.subscribe(link.names().farBeat(), beat -> heard(beat, other));
        listen(other);
        purge(link.names().up(), link.names().up().all());
        this.inbox = link.newInbox(message -> receive(message, true));
        link.subscribe(link.names().up().direct() + ">", message -> receive(message, false));
        link.subscribe(link.names().nearBeat("*"), this::seen);
        link.subscribe(link.names().done("*", "*", link.names().down()), this::done);
        consume();
        link.onReconnected(this::consume);
        link.everySecond(this::tick);
    }

    private void heard(Message beat, CompletableFuture<String> other) {
        ByteBuffer data = ByteBuffer.wrap(beat.getData());
        long its = data.getLong();
        if (its == 0 || its == epoch) {
            return;
        }
        String place = StandardCharsets.UTF_8.decode(data).toString();
        other.complete(place);
        if (its > epoch) {
            ended.completeExceptionally(new CannotCreateException("Another relay has taken over this channel: "
                    + place));
        }
    }

    /** On the connection's thread. */
    private void seen(Message beat) {
        String near = RelayNames.part(beat.getSubject(), 0);
        if (lost.contains(near)) {
            // It was not connected when it was told.
            link.tell(link.names().gone(near), new byte[0]);
            return;
        }
        String place = new String(beat.getData(), StandardCharsets.UTF_8);
        places.put(near, place);
        if (unheard.remove(near)) {
            link.execute(this::consume);
        }
        if (nears.put(near, new Near(place, System.nanoTime())) == null && !place.isEmpty()) {
            nears.forEach((other, known) -> {
                if (!other.equals(near) && known.place().equals(place)) {
                    nears.remove(other);
                    of(other).forEach(RelaySession::replace);
                    link.execute(() -> clean(other));
                }
            });
        }
    }

    private List<RelaySession> of(String near) {
        return sessions.values().stream().filter(session -> session.near().equals(near)).toList();
    }

    private void listen(CompletableFuture<String> other) {
        try {
            String place = other.completeOnTimeout(null, LISTENING.toMillis(), TimeUnit.MILLISECONDS).get();
            if (place != null) {
                throw new CannotCreateException("Another relay attaches to this channel already: " + place);
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new CannotCreateException("Interrupted while listening for other relays", e);
        }
    }

    private void purge(RelayNames.Direction direction, String subject) {
        try {
            link.streams().purgeStream(direction.stream(), PurgeOptions.subject(subject));
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            throw new UnavailableException("Cannot empty the stream " + direction.stream() + ": "
                    + NatsOptions.reason(e), e);
        }
    }

    private void consume() {
        link.consume(CONSUMER, link.names().up(), link.names().up().all(), inbox);
    }

    private void tick() {
        beat(closed ? 0 : epoch);
        sessions.values().forEach(RelaySession::tellProgress);
        nears.forEach((near, known) -> {
            if (link.isOlder(known.seenNs(), NearRelay.SILENCE)) {
                lose(near);
            }
        });
    }

    private void beat(long value) {
        byte[] place = place().getBytes(StandardCharsets.UTF_8);
        link.tell(link.names().farBeat(),
                ByteBuffer.allocate(Long.BYTES + place.length).putLong(value).put(place).array());
    }

    private static String place() {
        try {
            return "pid " + ProcessHandle.current().pid() + " on " + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "pid " + ProcessHandle.current().pid();
        }
    }

    private void lose(String near) {
        lost.add(near);
        nears.remove(near);
        link.tell(link.names().gone(near), new byte[0]);
        List<RelaySession> lost = of(near);
        for (RelaySession session : lost) {
            session.sender().stop();
            session.expire();
        }
        if (!lost.isEmpty()) {
            link.report("a relay at clients does not answer; its clients count as dead");
        }
        clean(near);
    }

    /** Removes what a relay that is gone will not read. */
    private void clean(String near) {
        link.forget(near, link.names().down());
        purge(link.names().down(), link.names().down().of(near));
    }

    /** On the connection's thread. */
    private void receive(Message message, boolean byStream) {
        RelayBatch batch = RelayBatch.read(message, byStream);
        if (batch == null) {
            return;
        }
        String id = RelayNames.part(message.getSubject(), 0);
        String near = RelayNames.part(message.getSubject(), 1);
        if (batch.epoch() != epoch || lost.contains(near)) {
            batch.acknowledge();
            return;
        }
        RelaySession session = sessions.get(id);
        if (session == null) {
            if (!places.containsKey(near) && !finished.contains(id)) {
                // Not acknowledged, so it comes again, when it is known which sessions this one has to wait for.
                unheard.add(near);
                return;
            }
            if (batch.number() != 1 || finished.contains(id)) {
                batch.acknowledge();
                if (!finished.contains(id) && byStream) {
                    link.tell(link.names().gone(near), new byte[0]);
                }
                return;
            }
            String place = places.get(near);
            nears.putIfAbsent(near, new Near(place, System.nanoTime()));
            session = new RelaySession(this, link, link.names().down(), near, place, id, epoch);
            session.start(predecessors(session));
            sessions.put(id, session);
        }
        if (!session.receive(batch) && byStream) {
            link.execute(this::consume);
        }
    }

    /** Sessions of a relay that was there before, whose clients may repeat what these hand over. */
    private List<CompletableFuture<Void>> predecessors(RelaySession of) {
        return of.place().isEmpty() ? List.of() : sessions.values().stream()
                .filter(session -> !session.near().equals(of.near()) && session.place().equals(of.place()))
                .map(RelaySession::handedOver).toList();
    }

    /** On the connection's thread. */
    private void done(Message message) {
        RelaySession session = sessions.get(RelayNames.part(message.getSubject(), 1));
        if (session != null) {
            ByteBuffer data = ByteBuffer.wrap(message.getData());
            session.sender().acknowledge(data.getLong(), data.getLong(), data.getLong());
            if (session.isEnded() && session.sender().isDone()) {
                finish(session);
            }
        }
    }

    private void finish(RelaySession session) {
        finished.add(session.id());
        sessions.remove(session.id());
    }

    @Override
    public Session attach(RelaySession session, String clientName) throws InterruptedException {
        RelayEndpoint endpoint = new RelayEndpoint(session, session, session, clientName);
        boolean told = false;
        while (!closed && !session.isOver()) {
            try {
                return client.apply(endpoint);
            } catch (UnavailableException | CannotCreateException e) {
                if (!told) {
                    told = true;
                    link.report(clientName + " waits: " + e.getMessage());
                }
                Thread.sleep(PAUSE_MS);
            } catch (ShmoozeException e) {
                link.report(clientName + " cannot be attached: " + e.getMessage());
                throw e;
            }
        }
        throw new UnavailableException("The relay is closed");
    }

    @Override
    public void ended(RelaySession session) {
        if (session.sender().isDone()) {
            finish(session);
        }
    }

    /** Ends the sessions in good order, and tells the other relays. */
    @Override
    public void close() {
        closed = true;
        sessions.values().forEach(RelaySession::leave);
    }

    /** Whether the other end has handled everything. */
    boolean isDone() {
        return sessions.values().stream().allMatch(session -> session.sender().isDone());
    }

    void forget() {
        beat(0);
        link.forget(CONSUMER, link.names().up());
    }
}
