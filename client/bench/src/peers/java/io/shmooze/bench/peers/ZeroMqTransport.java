// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import io.shmooze.bench.Connection;
import io.shmooze.bench.Handler;
import io.shmooze.bench.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** JeroMQ over TCP. The application's thread spins or blocks; JeroMQ's I/O thread sleeps in both variants. */
public final class ZeroMqTransport implements Transport {
    private static final String ADDRESS = "tcp://127.0.0.1";
    /** Messages that each side queues; with 1 MiB each they fit into the heap. */
    private static final int HIGH_WATER_MARK = 256;

    private final boolean spinning;

    /**
     * Creates one end.
     *
     * @param variant how to wait: spinning, or blocking
     */
    public ZeroMqTransport(String variant) {
        spinning = IdleStrategies.spins(variant);
    }

    @Override
    public void serve(Path directory, Handler handler, Runnable ready) throws IOException {
        try (ZContext context = new ZContext()) {
            ZMQ.Socket socket = socket(context);
            Files.writeString(port(directory), Integer.toString(socket.bindToRandomPort(ADDRESS)));
            PolledConnection connection = new ZeroMqConnection(context, socket, spinning);
            connection.handler(handler);
            ready.run();
            connection.await();
        }
    }

    @Override
    public Connection connect(Path directory) throws IOException {
        ZContext context = new ZContext();
        ZMQ.Socket socket = socket(context);
        socket.connect(ADDRESS + ":" + Files.readString(port(directory)));
        return new ZeroMqConnection(context, socket, spinning);
    }

    private static ZMQ.Socket socket(ZContext context) {
        ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
        socket.setHWM(HIGH_WATER_MARK);
        return socket;
    }

    private static Path port(Path directory) {
        return directory.resolve("port");
    }
}
