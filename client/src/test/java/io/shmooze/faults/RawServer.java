// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A server's handshakes, written from the protocol's document. */
final class RawServer implements AutoCloseable {
    private static final int LENGTH = RawPeer.LENGTH;
    private static final int PAGE = 4096;
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    /** The values for WELCOME and for the segment. */
    String name = "raw";
    int version = 1;
    int segmentVersion = 1;
    /** The length of each bulk area. */
    int bulk;
    /** The length of each wide lane, which needs bulk areas. */
    int wide;
    private final Path directory;
    private final ServerSocketChannel socket;
    private long sessions;

    RawServer(Path directory) throws IOException {
        this.directory = directory;
        if (!Files.exists(directory)) {
            Files.createDirectory(directory,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        this.socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(directory.resolve(Target.CHANNEL + ".sock")));
    }

    /** Serves the next client; throws if it leaves during the handshake. */
    RawPeer accept() throws IOException {
        long session = ++sessions;
        String segment = Target.CHANNEL + "." + session + "." + KEY + ".segment";
        Path path = directory.resolve(segment);
        RawConnection connection = hello();
        FileChannel file = create(path, session);
        try {
            connection.say("WELCOME version=" + version + " pid=1 name=" + name + " session=" + session + " key=" + KEY
                    + " segment=" + segment + " length=" + LENGTH + " max-message=100000"
                    + features());
            String attached = connection.hear();
            if (attached == null) {
                connection.close();
                throw new IOException("The client left");
            }
            RawConnection bell = new RawConnection(socket.accept());
            bell.hear();
            connection.say("READY");
            return new RawPeer(true, file, bulk, wide, bell.channel, connection.channel);
        } catch (IOException e) {
            file.close();
            throw e;
        } finally {
            Files.delete(path);
        }
    }

    private String features() {
        if (bulk == 0) {
            return "";
        }
        return wide == 0 ? " features=bulk bulk=" + bulk
                : " features=bulk,wide-lanes bulk=" + bulk + " wide-lane=" + wide;
    }

    /** Sends a line to the next client, if there is one now, and hangs up without reading. */
    void refuse(String line) throws IOException {
        socket.configureBlocking(false);
        SocketChannel client = socket.accept();
        if (client == null) {
            return;
        }
        try (RawConnection connection = new RawConnection(client)) {
            connection.say(line);
        } catch (IOException e) {
            if (!RawConnection.isBrokenPipe(e)) {
                throw e;
            }
            // The time of the client was over before this.
        }
    }

    /** Accepts a client and reads its first line. */
    RawConnection hello() throws IOException {
        RawConnection connection = new RawConnection(socket.accept());
        connection.hear();
        return connection;
    }

    private FileChannel create(Path path, long session) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        ByteBuffer segment = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        segment.putInt(segmentVersion).putInt(LENGTH).put("SHMOOZE\0".getBytes()).putLong(session).putLong(1)
                .putLong(1).putInt(320);
        file.write(segment.clear());
        if (bulk > 0) {
            file.write(ByteBuffer.allocate(1), PAGE + 2L * (bulk + wide) - 1);
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        Files.delete(directory.resolve(Target.CHANNEL + ".sock"));
    }
}
