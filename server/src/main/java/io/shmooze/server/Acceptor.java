// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.CannotCreateException;
import io.shmooze.NotPermittedException;
import io.shmooze.Peer;
import io.shmooze.ProtocolException;
import io.shmooze.ShmoozeException;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import io.shmooze.session.Deadlines;
import io.shmooze.session.HandshakeLine;
import io.shmooze.session.LineChannel;
import io.shmooze.session.Link;
import io.shmooze.session.Refusal;
import io.shmooze.wait.SessionThread;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the channel's socket. Each connection gets a thread, which does the handshake and then becomes the
 * session's own; a deadline and a limit bound the handshakes that are unfinished, so that silent or slow connections
 * take nothing from others.
 */
final class Acceptor {
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_UNFINISHED = 64;
    /**
     * A handshake needs two connections, so those that wait for their first line must not keep others from their
     * second.
     */
    private static final int MAX_CONNECTIONS = 4 * MAX_UNFINISHED;
    private static final long CLEAN_UP_MS = 1000;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ServerOptions options;
    private final SessionRegistry sessions;
    private final ServerSocketChannel socket;
    private final Object socketKey;
    private final PendingBells bells = new PendingBells();
    private final Set<LineChannel> unfinished = ConcurrentHashMap.newKeySet();
    private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);
    private final Semaphore handshakes = new Semaphore(MAX_UNFINISHED);
    private final AtomicLong sessionIds = new AtomicLong();

    private Acceptor(ServerOptions options, SessionRegistry sessions, ServerSocketChannel socket, Object socketKey) {
        this.options = options;
        this.sessions = sessions;
        this.socket = socket;
        this.socketKey = socketKey;
    }

    static Acceptor start(ServerOptions options, SessionRegistry sessions, Path path) {
        try {
            ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            Object key;
            try {
                socket.bind(UnixDomainSocketAddress.of(path));
                Files.setPosixFilePermissions(path, options.directory().fileMode());
                key = options.directory().socketKey(options.channel());
            } catch (IOException e) {
                socket.close();
                throw e;
            }
            Acceptor acceptor = new Acceptor(options, sessions, socket, key);
            Thread thread = new Thread(acceptor::run, "shmooze-" + options.channel() + "-acceptor");
            thread.setDaemon(true);
            thread.start();
            return acceptor;
        } catch (IOException e) {
            throw new CannotCreateException("Cannot listen on " + path + ": " + e.getMessage(), e);
        }
    }

    /** Which file the socket is. */
    Object socketKey() {
        return socketKey;
    }

    /** Takes no more clients, drops the unfinished handshakes and waits until they have cleaned up. */
    void close() throws IOException {
        socket.close();
        bells.close();
        unfinished.forEach(line -> {
            if (unfinished.remove(line)) {
                close(line);
            }
        });
        try {
            connections.tryAcquire(MAX_CONNECTIONS, CLEAN_UP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        String told = null;
        while (socket.isOpen()) {
            try {
                begin(socket.accept());
                told = null;
            } catch (ClosedChannelException e) {
                return;
            } catch (Throwable e) {
                // No descriptor or thread left. The client stays in the kernel's queue: without a pause this spins.
                LockSupport.parkNanos(PAUSE_NS);
                if (!e.toString().equals(told) && complain("Cannot accept a client", e)) {
                    told = e.toString();
                }
            }
        }
    }

    private void begin(SocketChannel channel) throws IOException {
        LineChannel line = new LineChannel(channel);
        if (!connections.tryAcquire()) {
            refuse(line, Refusal.BUSY, MAX_CONNECTIONS + " connections are silent");
            return;
        }
        unfinished.add(line);
        try {
            long id = sessionIds.incrementAndGet();
            new SessionThread(() -> handle(line, id), "shmooze-" + options.channel() + "-" + id).start();
        } catch (Throwable e) {
            line.close();
            finished(line);
            throw e;
        }
    }

    private void finished(LineChannel line) {
        unfinished.remove(line);
        connections.release();
    }

    private void handle(LineChannel line, long id) {
        Link link = null;
        try {
            link = shakeHands(line, id);
        } finally {
            finished(line);
        }
        if (link != null) {
            sessions.serve(link);
        }
    }

    /** Null if the connection was a client's second one, or was refused. */
    private Link shakeHands(LineChannel line, long id) {
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
            refuse(line, Refusal.VERSION, e.getMessage());
        } catch (NotPermittedException e) {
            refuse(line, Refusal.USER, e.getMessage());
        } catch (CannotCreateException e) {
            complain("Cannot serve a client", e);
            refuse(line, Refusal.CREATE, e.getMessage());
        } catch (ProtocolException | UsageException e) {
            refuse(line, Refusal.MALFORMED, e.getMessage());
        } catch (IOException | InterruptedException | ShmoozeException e) {
            // Before anything is said about it, which may fail when there is no descriptor or memory left.
            close(line);
            log().debug("A handshake on channel '{}' failed: {}", options.channel(), e.getMessage());
        } catch (Throwable e) {
            complain("A handshake failed", e);
            close(line);
        }
        return null;
    }

    /** From now on the connection is closed with its session, in good order, and no more by {@link #close}. */
    private void keep(LineChannel line) {
        if (!unfinished.remove(line)) {
            throw new UnavailableException("the server closes");
        }
    }

    private void bell(LineChannel line, HandshakeLine bell) throws IOException {
        keep(line);
        SocketChannel channel = line.handOn(true);
        bells.arrived(bell.number("session", Long.MAX_VALUE), bell.text("key"), channel);
    }

    private Link hello(LineChannel line, HandshakeLine hello, long id, long deadlineNs)
            throws IOException, InterruptedException {
        Peer peer = ServerHandshake.check(line, hello, options.session().allowedUsers());
        int peerLimit = (int) hello.number("max-message", Integer.MAX_VALUE);
        if (!sessions.reserve()) {
            refuse(line, Refusal.FULL, "the channel '" + options.channel() + "' is full, its limit is "
                    + options.maxClients());
            return null;
        }
        if (!handshakes.tryAcquire()) {
            sessions.release();
            refuse(line, Refusal.BUSY, MAX_UNFINISHED + " handshakes are unfinished");
            return null;
        }
        Link link = null;
        try {
            link = new ServerHandshake(options, bells, line, id, deadlineNs).attach(peer, peerLimit,
                    () -> keep(line));
            return link;
        } finally {
            handshakes.release();
            if (link == null) {
                sessions.release();
            }
        }
    }

    private void refuse(LineChannel line, Refusal refusal, String text) {
        try (line) {
            line.writeLine(refusal.line(text.replace('\n', ' ')));
        } catch (IOException e) {
            log().debug("A refused client has gone already: {}", e.getMessage());
        }
    }

    /** Even logging can fail, when no descriptor or memory is left; the acceptor must outlive that. */
    private boolean complain(String what, Throwable cause) {
        try {
            log().error("{} on channel '{}': {}", what, options.channel(), cause.toString());
            return true;
        } catch (Throwable e) {
            cause.addSuppressed(e);
            return false;
        }
    }

    private static void close(LineChannel line) {
        try {
            line.close();
        } catch (IOException e) {
            log().debug("A connection could not be closed: {}", e.getMessage());
        }
    }

    /** Only when there is something to say, so that a silent server does not start its logging system. */
    private static Logger log() {
        return LoggerFactory.getLogger(Acceptor.class);
    }
}
