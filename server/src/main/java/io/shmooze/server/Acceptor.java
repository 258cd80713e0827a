// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.CannotCreateException;
import io.shmooze.session.Attachment;
import io.shmooze.session.LineChannel;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Listens on the channel's socket. Each connection gets a thread, which does the handshake ({@link FirstLine}) and then
 * becomes the session's own. The number of connections without a session is limited: silent or slow ones take nothing
 * from others.
 */
final class Acceptor implements Runnable {
    /**
     * A handshake needs two connections. So many are allowed that those without a first line do not keep others from
     * their second one.
     */
    private static final int MAX_CONNECTIONS = 4 * FirstLine.MAX_UNFINISHED;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ServerOptions options;
    private final SessionRegistry sessions;
    private final ServerSocketChannel socket;
    private final Object socketKey;
    private final Connections connections;
    private final FirstLine firstLine;
    private final AtomicLong sessionIds = new AtomicLong();

    private Acceptor(ServerOptions options, SessionRegistry sessions, ServerSocketChannel socket, Object socketKey) {
        this.options = options;
        this.sessions = sessions;
        this.socket = socket;
        this.socketKey = socketKey;
        this.connections = new Connections(options.channel(), MAX_CONNECTIONS);
        this.firstLine = new FirstLine(options, sessions, connections);
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
            Thread thread = new Thread(acceptor, "shmooze-" + options.channel() + "-acceptor");
            thread.setDaemon(true);
            thread.start();
            return acceptor;
        } catch (IOException e) {
            throw new CannotCreateException("Cannot listen on " + path + ": " + e.getMessage(), e);
        }
    }

    /** Identifies the socket's file, so that closing does not remove the file of another server. */
    Object socketKey() {
        return socketKey;
    }

    /** Accepts no more clients, drops the unfinished handshakes and waits until they have cleaned up. */
    void close() throws IOException {
        socket.close();
        firstLine.close();
        connections.close();
    }

    @Override
    public void run() {
        String lastComplaint = null;
        while (socket.isOpen()) {
            try {
                begin(socket.accept());
                lastComplaint = null;
            } catch (ClosedChannelException e) {
                return;
            } catch (Throwable e) {
                // No descriptor or thread is left. The client stays in the kernel's queue: without a pause this spins.
                LockSupport.parkNanos(PAUSE_NS);
                if (!e.toString().equals(lastComplaint) && connections.complain("Cannot accept a client", e)) {
                    lastComplaint = e.toString();
                }
            }
        }
    }

    private void begin(SocketChannel channel) throws IOException {
        LineChannel line = new LineChannel(channel);
        if (!connections.admit(line)) {
            connections.refuse(line, Refusal.BUSY, MAX_CONNECTIONS + " connections are silent");
            return;
        }
        try {
            long id = sessionIds.incrementAndGet();
            new SessionThread(new Runnable() {
                @Override
                public void run() {
                    handle(line, id);
                }
            }, "shmooze-" + options.channel() + "-" + id).start();
        } catch (Throwable e) {
            line.close();
            connections.finished(line);
            throw e;
        }
    }

    private void handle(LineChannel line, long id) {
        Attachment attachment = null;
        try {
            attachment = firstLine.shakeHands(line, id);
        } finally {
            connections.finished(line);
        }
        if (attachment != null) {
            sessions.serve(attachment);
        }
    }
}
