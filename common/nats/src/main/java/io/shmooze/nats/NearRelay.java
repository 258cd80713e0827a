// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.Subscription;
import io.shmooze.Answer;
import io.shmooze.Detachment;
import io.shmooze.Question;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.session.RelayEnd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The relay where the clients are. It serves the channel as long as the relay at the server lives. A session lives as
 * long as the other relay has a client attached for it; if that may be gone, the session ends as if the server had
 * died, and its client attaches again and repeats what was not acknowledged. What a client has sent that has left
 * since, this relay repeats itself.
 *
 * <p>Everything but the callbacks of sessions and batches runs on the link's scheduler.
 */
final class NearRelay implements RelaySession.Owner, AutoCloseable {
    /** After that long without a sign of life, the other relay counts as dead; a cut of the network may take 10 s. */
    static final Duration SILENCE = Duration.ofSeconds(15);
    /** If this process stood still that long, the other relay may have given it up. */
    private static final Duration STALL = Duration.ofSeconds(10);

    /** A client that has left, and what the other end has not handled of it. */
    private record Left(String name, List<RelayBatch> batches) {
    }

    private final RelayLink link;
    private final byte[] place;
    private final Function<RelayEndpoint, AutoCloseable> server;
    private final String inbox;
    private final Map<String, RelaySession> sessions = new ConcurrentHashMap<>();
    private final Map<Session, RelaySession> byLocal = new ConcurrentHashMap<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final List<Left> left = new ArrayList<>();
    private volatile String near = NUID.nextGlobal();
    /** Of the other relay; 0 while there is none. */
    private volatile long epoch;
    private long seenNs;
    private long tickNs = System.nanoTime();
    /** Null while the channel is not served. */
    private AutoCloseable serving;
    private Subscription direct;
    private boolean closed;

    NearRelay(RelayLink link, String place, Function<RelayEndpoint, AutoCloseable> server) {
        this.link = link;
        this.place = place.getBytes(StandardCharsets.UTF_8);
        this.server = server;
        this.inbox = link.newInbox(message -> receive(message, true));
        listen();
        link.subscribe(link.names().farBeat(), beat -> {
            long other = ByteBuffer.wrap(beat.getData()).getLong();
            link.execute(() -> seen(other));
        });
        link.subscribe(link.names().gone("*"), gone -> {
            if (RelayNames.part(gone.getSubject(), 0).equals(near)) {
                link.execute(() -> renew("The relay at the server has given up the sessions"));
            }
        });
        link.subscribe(link.names().done("*", "*", link.names().up()), this::done);
        link.onReconnected(this::consume);
        link.report("waiting for the relay at the server");
        link.everySecond(this::tick);
    }

    /** Takes what comes for the present name. */
    private void listen() {
        if (direct != null) {
            link.unsubscribe(direct);
        }
        direct = link.subscribe(link.names().down().directSubject(near, "*"), message -> receive(message, false));
        consume();
    }

    private void consume() {
        link.consume(near, link.names().down(), link.names().down().of(near), inbox);
    }

    private void tick() {
        long now = System.nanoTime();
        boolean stalled = now - tickNs > STALL.toNanos();
        tickNs = now;
        if (stalled) {
            renew("This process stood still");
        }
        if (epoch != 0 && link.isOlder(seenNs, SILENCE)) {
            link.report("the relay at the server does not answer");
            away();
        }
        link.tell(link.names().nearBeat(near), place);
        sessions.values().forEach(RelaySession::tellProgress);
        sessions.values().removeIf(session -> session.isEnded()
                && session.sender().isDone());
        names.keySet().retainAll(sessions.keySet());
    }

    private void seen(long other) {
        if (closed || other < epoch && other != 0) {
            return;
        }
        seenNs = System.nanoTime();
        if (other == epoch) {
            return;
        }
        if (other == 0) {
            link.report("the relay at the server has left");
            away();
            return;
        }
        if (epoch != 0) {
            link.report("another relay at the server has taken over");
        }
        renew(other);
        left.forEach(this::sendAgain);
        left.clear();
        serve();
    }

    private void serve() {
        if (serving == null) {
            serving = server.apply(new RelayEndpoint(
                    this::onMessage, this::onQuestion,
                    new Sessions(), null));
            link.report("connected to the relay at the server");
        }
    }

    /** The other relay is gone, or may be. */
    private void away() {
        renew(0);
        stopServing();
    }

    private void stopServing() {
        if (serving != null) {
            try {
                serving.close();
            } catch (Exception e) {
                link.report("Cannot stop serving: " + NatsOptions.reason(e));
            }
            serving = null;
        }
    }

    private void renew(String why) {
        if (epoch == 0) {
            return;
        }
        if (!sessions.isEmpty()) {
            link.report(why + ": the clients attach again");
        }
        renew(epoch);
        left.forEach(this::sendAgain);
        left.clear();
    }

    /** Ends all sessions, and takes another name; keeps what clients have sent that have left by themselves. */
    private void renew(long toEpoch) {
        link.forget(near, link.names().down());
        List<RelaySession> before;
        synchronized (this) {
            near = NUID.nextGlobal();
            epoch = toEpoch;
            before = List.copyOf(sessions.values());
            sessions.clear();
        }
        for (RelaySession session : before) {
            if (session.isEnded() && !session.sender().isDone()) {
                left.add(new Left(names.get(session.id()), session.sender().takeOver()));
            } else {
                session.abandon();
            }
        }
        listen();
        link.tell(link.names().nearBeat(near), place);
    }

    private void sendAgain(Left client) {
        RelaySession session = open(client.name());
        session.finish();
        session.sender().send(RelayRecord.of(RelayRecord.Type.OPEN, client.name()));
        session.sender().sendAgain(client.batches());
    }

    /** Null while there is no other relay. */
    private synchronized RelaySession open(String name) {
        if (epoch == 0) {
            return null;
        }
        RelaySession session = new RelaySession(this, link, link.names().up(), near, "", NUID.nextGlobal(), epoch);
        names.put(session.id(), name);
        sessions.put(session.id(), session);
        return session;
    }

    /** Follows the local sessions. */
    private final class Sessions implements SessionListener {
        @Override
        public void onAttached(Session local) {
            String name = local.peer().name();
            RelaySession session = open(name);
            if (session == null) {
                RelayEnd end = RelayEnd.of(local);
                end.deferAcknowledgements();
                end.hangUp();
                return;
            }
            byLocal.put(local, session);
            session.onAttached(local);
            session.sender().send(RelayRecord.of(RelayRecord.Type.OPEN, name));
            session.start(List.of());
        }

        @Override
        public void onDetached(Session local, Detachment detachment) {
            RelaySession session = byLocal.remove(local);
            if (session != null) {
                session.onDetached(local, detachment);
            }
        }
    }

    private void onMessage(Session local, io.shmooze.Message message) {
        RelaySession session = byLocal.get(local);
        // Else it was hung up, and its message stays unacknowledged.
        if (session != null) {
            session.onMessage(local, message);
        }
    }

    private Answer onQuestion(Session local, Question question) {
        RelaySession session = byLocal.get(local);
        return session == null ? Answer.later() : session.onQuestion(local, question);
    }

    /** On the connection's thread. */
    private void receive(Message message, boolean byStream) {
        RelayBatch batch = RelayBatch.read(message, byStream);
        RelaySession session = sessions.get(RelayNames.part(message.getSubject(), 0));
        if (batch == null) {
            return;
        }
        if (session == null || batch.epoch() != session.epoch()) {
            batch.acknowledge();
        } else if (!session.receive(batch) && byStream) {
            link.execute(this::consume);
        }
    }

    /** On the connection's thread. */
    private void done(Message message) {
        RelaySession session = sessions.get(RelayNames.part(message.getSubject(), 1));
        if (session != null) {
            ByteBuffer data = ByteBuffer.wrap(message.getData());
            session.sender().acknowledge(data.getLong(), data.getLong(), data.getLong());
        }
    }

    @Override
    public Session attach(RelaySession session, String clientName) {
        throw new IllegalStateException("The relay at the server attaches, not the one at the clients");
    }

    @Override
    public void ended(RelaySession session) {
        // Its entry stays until the other end has handled everything.
    }

    /** On the link's scheduler. Ends the sessions in good order. */
    @Override
    public void close() {
        closed = true;
        stopServing();
    }

    /** Whether the other end has handled everything. */
    boolean isDone() {
        return sessions.values().stream().allMatch(session -> session.sender().isDone());
    }

    void forget() {
        link.forget(near, link.names().down());
    }
}
