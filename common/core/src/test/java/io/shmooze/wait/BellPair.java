// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.testing.InMemoryWire;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Two doorbells that ring at each other, as after a handshake. */
final class BellPair implements AutoCloseable {
    final Doorbell here;
    final Doorbell there;

    /** Of two sessions with listeners. */
    BellPair() {
        this(false);
    }

    BellPair(boolean polled) {
        this(polled, true);
    }

    BellPair(boolean polled, boolean halfCloses) {
        try {
            Path directory = Files.createTempDirectory(Path.of("/tmp"), "shm");
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("bell"));
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(address);
                SocketChannel toThere = SocketChannel.open(address);
                SocketChannel atThere = server.accept();
                SocketChannel atHere = SocketChannel.open(address);
                SocketChannel toHere = server.accept();
                toThere.configureBlocking(false);
                toHere.configureBlocking(false);
                atHere.configureBlocking(!polled);
                atThere.configureBlocking(!polled);
                here = Doorbell.open(new BellSockets(atHere, toThere, halfCloses), "here", polled);
                there = Doorbell.open(new BellSockets(atThere, toHere, halfCloses), "there", polled);
            } finally {
                Files.deleteIfExists(address.getPath());
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same without sockets. */
    BellPair(InMemoryWire wire, boolean polled) {
        here = Doorbell.open(wire, "here", polled);
        there = Doorbell.open(wire.other(), "there", polled);
    }

    /** A thread of the application that sleeps until a bell rings or the end comes. */
    static Task<Void> sleeper(Doorbell doorbell) {
        long before = doorbell.sleepCount();
        long seen = doorbell.bells();
        Task<Void> sleeper = Task.run(() -> doorbell.sleep(seen, inAnHour()));
        Patience.until(() -> doorbell.sleepCount() > before);
        return sleeper;
    }

    /** The session's own thread, which sleeps: it reads the wire itself as soon as no stand-in does. */
    static Task<Void> listener(Doorbell doorbell) {
        long before = doorbell.sleepCount();
        long seen = doorbell.bells();
        Task<Void> listener = Task.run(() -> doorbell.listen(seen), body -> new SessionThread(body, "listener"));
        Patience.until(() -> doorbell.sleepCount() > before || isWaitingForAStandIn(listener));
        return listener;
    }

    private static boolean isWaitingForAStandIn(Task<Void> listener) {
        return listener.thread().getState() == Thread.State.WAITING;
    }

    static long inAnHour() {
        return System.nanoTime() + TimeUnit.HOURS.toNanos(1);
    }

    @Override
    public void close() {
        here.close();
        there.close();
        here.awaitRelease(0);
        there.awaitRelease(0);
    }
}
