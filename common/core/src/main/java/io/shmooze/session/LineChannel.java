// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.InterruptedSessionException;
import io.shmooze.ProtocolException;
import io.shmooze.SessionTimeoutException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A connection during the handshake. Owns the socket until the handshake ends; reads and writes lines of text with a
 * deadline and a length limit. For one thread, except {@link #close}, which is for any.
 */
public final class LineChannel implements Closeable {
    private static final int MAX_LINE = 1024;

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocate(MAX_LINE);

    /**
     * Takes over a connected channel.
     *
     * @param channel closed by {@link #close}, unless {@link #handOn} was called
     * @throws IOException if the process has no file descriptor left for a selector; the channel is closed then
     */
    public LineChannel(SocketChannel channel) throws IOException {
        this.channel = channel;
        try {
            channel.configureBlocking(false);
            this.selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Reads up to the next newline. The other side sends nothing after a line until it is answered, so one line is all
     * that can be in the buffer.
     *
     * @param deadlineNs on the {@code System.nanoTime} clock
     * @return the line without its newline
     * @throws IOException if the other side hangs up first
     * @throws SessionTimeoutException if the line is not complete in time
     * @throws InterruptedSessionException if the thread is interrupted
     * @throws ProtocolException if it is too long, or not UTF-8
     */
    public String readLine(long deadlineNs) throws IOException {
        received.clear();
        while (true) {
            await(deadlineNs);
            if (channel.read(received) < 0) {
                throw new IOException("the other side hung up during the handshake");
            }
            int length = indexOfNewline();
            if (length >= 0) {
                return decode(length);
            }
            if (!received.hasRemaining()) {
                throw new ProtocolException("A handshake line of more than " + MAX_LINE + " bytes arrived");
            }
        }
    }

    /** Decodes strictly, because two lines that differ must not become equal. */
    private String decode(int length) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(received.array(), 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException("A handshake line arrived that is not UTF-8", e);
        }
    }

    private void await(long deadlineNs) throws IOException {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        if (leftMs <= 0) {
            throw new SessionTimeoutException("The other side did not finish the handshake in time");
        }
        try {
            selector.select(leftMs);
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException e) {
            throw new IOException("closed during the handshake", e);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedSessionException("The thread was interrupted during the handshake");
        }
    }

    private int indexOfNewline() {
        for (int i = 0; i < received.position(); i++) {
            if (received.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    /**
     * Writes a line without blocking. A line is short enough for the socket buffer of a fresh connection.
     *
     * @param line without the newline
     * @throws IOException if the other side has hung up
     */
    public void writeLine(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("the other side does not read the handshake");
        }
    }

    /**
     * The socket, which the caller may ask for the other side's user.
     *
     * @return still owned by this object
     */
    public SocketChannel channel() {
        return channel;
    }

    /**
     * Ends the handshake on this connection and hands the open socket to the caller, who owns it from now on.
     *
     * @param blocking the mode that the caller needs
     * @return the socket
     * @throws IOException if the mode cannot be set
     */
    public SocketChannel handOn(boolean blocking) throws IOException {
        selector.close();
        channel.configureBlocking(blocking);
        return channel;
    }

    /** Closes the connection, and makes a {@link #readLine} that waits on another thread throw. */
    @Override
    public void close() throws IOException {
        try (channel) {
            selector.close();
        }
    }
}
