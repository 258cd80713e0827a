// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.CannotCreateException;
import io.shmooze.NotPermittedException;
import io.shmooze.Peer;
import io.shmooze.ProtocolException;
import io.shmooze.ShmoozeException;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import io.shmooze.session.Attachment;
import io.shmooze.session.Deadlines;
import io.shmooze.session.Feature;
import io.shmooze.session.HandshakeLine;
import io.shmooze.session.LineChannel;
import io.shmooze.session.Refusal;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Acts on the first line of a connection. HELLO asks for a session. BELL makes the connection the second one of a
 * handshake that waits for it. Everything else is refused. A deadline and a limit bound the unfinished handshakes.
 * Called on the connections' threads.
 */
final class FirstLine {
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(5);
    static final int MAX_UNFINISHED = 64;

    private final ServerOptions options;
    private final SessionRegistry sessions;
    private final Connections connections;
    private final PendingBells bells = new PendingBells();
    private final Semaphore handshakes = new Semaphore(MAX_UNFINISHED);

    FirstLine(ServerOptions options, SessionRegistry sessions, Connections connections) {
        this.options = options;
        this.sessions = sessions;
        this.connections = connections;
    }

    /** Ends the handshakes that wait for their second connection. */
    void close() {
        bells.close();
    }

    /** Null if the connection was a client's second one, or was refused. */
    Attachment shakeHands(LineChannel line, long id) {
        try {
            long deadlineNs = Deadlines.after(HANDSHAKE_TIMEOUT);
            HandshakeLine first = HandshakeLine.parse(line.readLine(deadlineNs));
            switch (first.word()) {
                case HandshakeLine.HELLO:
                    return hello(line, first, id, deadlineNs);
                case HandshakeLine.BELL:
                    bell(line, first);
                    return null;
                default:
                    throw new ProtocolException("expected HELLO or BELL, got '" + first.word() + "'");
            }
        } catch (ServerHandshake.VersionMismatch e) {
            connections.refuse(line, Refusal.VERSION, e.getMessage());
        } catch (ChannelFull e) {
            connections.refuse(line, Refusal.FULL, e.getMessage());
        } catch (NotPermittedException e) {
            connections.refuse(line, Refusal.USER, e.getMessage());
        } catch (CannotCreateException e) {
            connections.complain("Cannot serve a client", e);
            connections.refuse(line, Refusal.CREATE, e.getMessage());
        } catch (ProtocolException | UsageException e) {
            connections.refuse(line, Refusal.MALFORMED, e.getMessage());
        } catch (IOException | InterruptedException | ShmoozeException e) {
            // Before logging, which may fail when no descriptor or memory is left.
            connections.drop(line);
            Connections.log().debug("A handshake on channel '{}' failed: {}", options.channel(), e.getMessage());
        } catch (Throwable e) {
            connections.complain("A handshake failed", e);
            connections.drop(line);
        }
        return null;
    }

    private void bell(LineChannel line, HandshakeLine bell) throws IOException {
        connections.keep(line);
        SocketChannel channel = line.handOn(true);
        bells.arrived(bell.number("session", Long.MAX_VALUE), bell.text("key"), channel);
    }

    private Attachment hello(LineChannel line, HandshakeLine hello, long id, long deadlineNs)
            throws IOException, InterruptedException {
        Peer peer = ServerHandshake.check(line, hello, options.session().allowedUsers());
        int peerLimit = (int) hello.number("max-message", Integer.MAX_VALUE);
        Set<Feature> features = Feature.in(hello);
        features.retainAll(options.features());
        if (sessions.isFull()) {
            throw new ChannelFull(options);
        }
        if (!handshakes.tryAcquire()) {
            connections.refuse(line, Refusal.BUSY, MAX_UNFINISHED + " handshakes are unfinished");
            return null;
        }
        AtomicBoolean reserved = new AtomicBoolean();
        Attachment attachment = null;
        try {
            ServerHandshake handshake = new ServerHandshake(options, bells, line, id, deadlineNs);
            attachment = handshake.attach(peer, peerLimit, features, new Runnable() {
                @Override
                public void run() {
                    // Not earlier: a client that does not finish its handshake must not keep others out.
                    reserved.set(sessions.reserve());
                    if (!reserved.get()) {
                        throw new ChannelFull(options);
                    }
                    connections.keep(line);
                }
            });
            return attachment;
        } finally {
            handshakes.release();
            if (attachment == null && reserved.get()) {
                sessions.release();
            }
        }
    }

    /** The server has as many clients as it may have. */
    private static final class ChannelFull extends UnavailableException {
        private static final long serialVersionUID = 1;

        ChannelFull(ServerOptions options) {
            super("the channel '" + options.channel() + "' is full, its limit is " + options.maxClients());
        }
    }
}
