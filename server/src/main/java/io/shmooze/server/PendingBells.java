// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.ProtocolException;
import io.shmooze.SessionTimeoutException;
import io.shmooze.session.RandomKey;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hands a client's second connection, its bell, to the handshake that waits on the first. Safe for all threads. */
final class PendingBells {
    /** A handshake waits for a second connection, which has to name its key. */
    record Expected(long sessionId, String key, CompletableFuture<SocketChannel> channel) {
    }

    private final Map<Long, Expected> expected = new ConcurrentHashMap<>();

    Expected expect(long sessionId) {
        Expected bell = new Expected(sessionId, RandomKey.next(), new CompletableFuture<>());
        expected.put(sessionId, bell);
        return bell;
    }

    /** Hands a connection over; the handshake owns it then. Throws ProtocolException if none expects it. */
    void arrived(long sessionId, String key, SocketChannel channel) {
        Expected bell = expected.get(sessionId);
        if (bell == null || !bell.key.equals(key) || !bell.channel.complete(channel)) {
            throw new ProtocolException("No handshake expects a bell for session " + sessionId + " with this key");
        }
    }

    SocketChannel await(Expected bell, long deadlineNs) throws IOException, InterruptedException {
        try {
            return bell.channel.get(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SessionTimeoutException("The client did not open its second connection in time", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** Ends all handshakes that wait. */
    void close() {
        expected.values().forEach(bell -> bell.channel.completeExceptionally(new IOException("the server is closing")));
    }

    /** Stops waiting for the connection, which the handshake has. */
    void forget(Expected bell) {
        expected.remove(bell.sessionId);
    }

    /** Stops waiting for the connection, and closes it if it has arrived. */
    void abandon(Expected bell) throws IOException {
        forget(bell);
        if (!bell.channel.cancel(false) && !bell.channel.isCompletedExceptionally()) {
            bell.channel.join().close();
        }
    }
}
