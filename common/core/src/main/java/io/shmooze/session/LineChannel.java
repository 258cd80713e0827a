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
 * A connection during the handshake: lines of text with a deadline and a limit. Used by one thread, except for {@link
 * #close}.
 */
public final class LineChannel implements Closeable {
    private static final int MAX_LINE = 1024;

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocate(MAX_LINE);

    /**
     * Takes over a connected channel.
     *
     * @param channel closed by {@link #close}, unless it was handed on
     * @throws IOException if there is no descriptor left for a selector; the channel is closed then
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
     * Reads up to the next newline. The other side is silent after a line until it is answered, so nothing follows it.
     *
     * @param deadlineNs on the {@code System.nanoTime} clock
     * @return without the newline
     * @throws IOException if the other side hangs up first
     * @throws SessionTimeoutException if the line is not complete in time
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

    /** Strict: two lines that differ must not look the same. */
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
     * Writes a line. It is short enough for the buffer of a fresh connection.
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
     * The connection.
     *
     * @return to ask who the other side is
     */
    public SocketChannel channel() {
        return channel;
    }

    /**
     * Ends the handshake on this connection and keeps it open.
     *
     * @param blocking the mode that its next user needs
     * @return the connection
     * @throws IOException if the mode cannot be set
     */
    public SocketChannel handOn(boolean blocking) throws IOException {
        selector.close();
        channel.configureBlocking(blocking);
        return channel;
    }

    /** Closes the connection, and ends a {@link #readLine} that waits in another thread. */
    @Override
    public void close() throws IOException {
        try (channel) {
            selector.close();
        }
    }
}
