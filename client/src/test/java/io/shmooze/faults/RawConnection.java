// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A connection on which a test may send anything. */
final class RawConnection implements AutoCloseable {
    final SocketChannel channel;

    RawConnection(SocketChannel channel) {
        this.channel = channel;
    }

    static RawConnection connect(Path directory) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(directory.resolve(Target.CHANNEL + ".sock")));
            return new RawConnection(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    RawConnection say(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    /** Reads a line and returns it without its newline; null if the other side has hung up. */
    String hear() throws IOException {
        StringBuilder line = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (true) {
            one.clear();
            if (!read(one)) {
                return null;
            }
            if (one.get(0) == '\n') {
                return line.toString();
            }
            line.append((char) one.get(0));
        }
    }

    /** Takes a reset, which a peer causes that closes with unread bytes, for an end. */
    private boolean read(ByteBuffer one) throws IOException {
        try {
            return channel.read(one) >= 0;
        } catch (IOException e) {
            if (isReset(e)) {
                return false;
            }
            throw e;
        }
    }

    static boolean isReset(IOException e) {
        return String.valueOf(e.getMessage()).contains("reset");
    }

    /** Whether the other side had hung up before this one wrote. */
    static boolean isBrokenPipe(IOException e) {
        return isReset(e) || String.valueOf(e.getMessage()).contains("Broken pipe");
    }

    /** The value of a key in a line. */
    static String value(String line, String key) {
        int at = line.indexOf(" " + key + "=");
        if (at < 0) {
            throw new IllegalStateException("No " + key + " in '" + line + "'");
        }
        return line.substring(at + key.length() + 2).split(" ")[0];
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
