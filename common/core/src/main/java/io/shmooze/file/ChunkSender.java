// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.MessageTooLongException;
import io.shmooze.ShmoozeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Sends the content of an outgoing file in order, from the position that the receiver wants, in chunks as long as
 * messages may be. For the file's own thread.
 */
final class ChunkSender {
    /** With its header, the longest frame of a lane: it is copied once, and never split. */
    private static final int LONGEST_MESSAGE = 64 * 1024 - 8;
    private static final int SHORTEST_MESSAGE = FileMessageDescriptor.HEADER_LENGTH + 8;

    private final FileTransfer file;
    private final SourceFile source;
    private final FileContent content;
    private final long id;
    private final BooleanSupplier wanted;
    private final Digest digest = new Digest();
    /** Null before the first one. */
    private ByteBuffer chunk;

    /**
     * For an open file.
     *
     * @param file is told how far the transfer is
     * @param content stays the caller's
     * @param id of the transfer
     * @param wanted whether the receiver still wants the bytes that it asked for last
     */
    ChunkSender(FileTransfer file, SourceFile source, FileContent content, long id, BooleanSupplier wanted) {
        this.file = file;
        this.source = source;
        this.content = content;
        this.id = id;
        this.wanted = wanted;
    }

    /**
     * Sends the bytes from a position to the end, as long as they are wanted.
     *
     * @param begin called with the position before the first chunk
     * @throws ShmoozeException if the file is shorter, or the session is over
     * @throws IOException if the file cannot be read, or has changed
     */
    void send(long from, LongConsumer begin) throws IOException {
        if (from > file.size()) {
            throw new ShmoozeException("the other side asks for more than there is");
        }
        digest.reset();
        content.hash(from, digest, wanted);
        if (wanted.getAsBoolean()) {
            begin.accept(from);
            send(FileMessage.of(FileStep.BEGIN, id, from, digest.value()));
            sendAll(from);
        }
        if (wanted.getAsBoolean() && source.hasChanged()) {
            throw new IOException("it was written meanwhile");
        }
        if (wanted.getAsBoolean()) {
            file.hashed(digest.text());
            send(FileMessage.of(FileStep.END, id, file.size(), digest.value()));
        }
    }

    private void sendAll(long from) throws IOException {
        long at = from;
        chunk = chunk == null ? ByteBuffer.allocateDirect(LONGEST_MESSAGE) : chunk;
        while (at < file.size() && wanted.getAsBoolean()) {
            FileMessage.begin(chunk, FileStep.DATA, id, at);
            int start = chunk.position();
            chunk.limit((int) Math.min(chunk.capacity(), start + file.size() - at));
            content.fill(chunk, at);
            if (sendChunk()) {
                digest.add(chunk.position(start));
                at += chunk.limit() - start;
                file.reached(at);
            }
        }
    }

    /** False if the chunk was too long for a message; the next one is shorter. */
    private boolean sendChunk() {
        try {
            send(chunk.position(0));
            return true;
        } catch (MessageTooLongException e) {
            if (chunk.capacity() <= SHORTEST_MESSAGE) {
                throw e;
            }
            chunk = ByteBuffer.allocateDirect(Math.max(SHORTEST_MESSAGE, chunk.limit() / 2));
            return false;
        }
    }

    private void send(ByteBuffer message) {
        FileMessageSender.send(file.session(), message, wanted);
    }
}
