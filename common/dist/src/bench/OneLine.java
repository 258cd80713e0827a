// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The least that a Java program does to send one line to another process. A client's start is compared with it. */
final class OneLine {
    private OneLine() {
    }

    public static void main(String[] words) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(words[1]);
        if (words[0].equals("serve")) {
            serve(address);
        }
        try (SocketChannel channel = SocketChannel.open(address)) {
            ByteBuffer line = ByteBuffer.wrap("hello\n".getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
        }
    }

    private static void serve(UnixDomainSocketAddress address) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            ByteBuffer bytes = ByteBuffer.allocate(64);
            while (true) {
                try (SocketChannel channel = server.accept()) {
                    while (channel.read(bytes.clear()) >= 0) {
                        continue;
                    }
                }
            }
        }
    }
}
