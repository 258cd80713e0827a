// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Files over a Unix domain socket: size, contents, SHA-256; the answer is one byte. */
final class SocketFileConnection extends FileConnection {
    private static final int PIECE = 64 * 1024;
    private static final int DIGEST = 32;
    private static final byte RIGHT = 1;

    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    private final Path source;
    private final SocketChannel socket;

    SocketFileConnection(Path directory, Path source) throws IOException {
        this(SocketChannel.open(address(directory)), source);
    }

    private SocketFileConnection(SocketChannel socket, Path source) {
        this.socket = socket;
        this.source = source;
    }

    private static UnixDomainSocketAddress address(Path directory) {
        return UnixDomainSocketAddress.of(directory.resolve("socket"));
    }

    static void serve(Path directory, Runnable ready) throws IOException, NoSuchAlgorithmException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(address(directory))) {
            ready.run();
            while (true) {
                try (SocketFileConnection taker =
                        new SocketFileConnection(server.accept(), directory.resolve("received.bin"))) {
                    taker.takeAll();
                } catch (EOFException e) {
                    // The asking end has left; the next one may connect.
                    continue;
                }
            }
        }
    }

    private void takeAll() throws IOException, NoSuchAlgorithmException {
        while (true) {
            long size = read(Long.BYTES).getLong();
            byte[] digest;
            try (FileChannel file = FileTransport.create(source)) {
                digest = pass(socket, file, size);
            }
            byte[] expected = new byte[DIGEST];
            read(DIGEST).get(expected);
            Files.delete(source);
            write(socket, piece.clear().put(MessageDigest.isEqual(digest, expected) ? RIGHT : 0).flip());
        }
    }

    @Override
    public void sendFile() throws IOException, NoSuchAlgorithmException {
        try (FileChannel file = FileChannel.open(source)) {
            write(socket, piece.clear().putLong(file.size()).flip());
            byte[] digest = pass(file, socket, file.size());
            write(socket, piece.clear().put(digest).flip());
        }
        if (read(1).get() != RIGHT) {
            throw new IllegalStateException("The SHA-256 is wrong");
        }
    }

    private byte[] pass(ReadableByteChannel from, WritableByteChannel to, long size)
            throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long left = size;
        while (left > 0) {
            piece.clear().limit((int) Math.min(PIECE, left));
            if (from.read(piece) < 0) {
                throw new EOFException();
            }
            left -= piece.flip().limit();
            write(to, piece);
            digest.update(piece.rewind());
        }
        return digest.digest();
    }

    private static void write(WritableByteChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private ByteBuffer read(int count) throws IOException {
        piece.clear().limit(count);
        while (piece.hasRemaining()) {
            if (socket.read(piece) < 0) {
                throw new EOFException();
            }
        }
        return piece.flip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
