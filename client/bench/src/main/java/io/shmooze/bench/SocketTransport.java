// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A stream socket of the JDK, blocking: {@code unix} in the file system, or {@code tcp} over loopback. */
public final class SocketTransport implements Transport {
    static final String UNIX = "unix";
    static final String TCP = "tcp";

    private final boolean unix;

    /**
     * Creates one end.
     *
     * @param variant one of those above
     */
    public SocketTransport(String variant) {
        unix = variant.equals(UNIX);
    }

    @Override
    public void serve(Path directory, Handler handler, Runnable ready) throws Exception {
        try (ServerSocketChannel server = open(directory)) {
            ready.run();
            while (true) {
                try (Connection connection = new SocketConnection(configured(server.accept()))) {
                    connection.handler(handler);
                    connection.await();
                } catch (IOException e) {
                    // The asking end has left; the next one may connect.
                    continue;
                }
            }
        }
    }

    private ServerSocketChannel open(Path directory) throws IOException {
        if (unix) {
            return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(socket(directory));
        }
        ServerSocketChannel server = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        Files.writeString(port(directory), Integer.toString(port));
        return server;
    }

    @Override
    public Connection connect(Path directory) throws IOException {
        SocketAddress address = unix ? socket(directory) : new InetSocketAddress(InetAddress.getLoopbackAddress(),
                Integer.parseInt(Files.readString(port(directory))));
        return new SocketConnection(configured(SocketChannel.open(address)));
    }

    private SocketChannel configured(SocketChannel channel) throws IOException {
        return unix ? channel : channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    private static SocketAddress socket(Path directory) {
        return UnixDomainSocketAddress.of(directory.resolve("socket"));
    }

    private static Path port(Path directory) {
        return directory.resolve("port");
    }
}
