// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.MessageTooLongException;
import io.shmooze.ShmoozeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * The contents of an outgoing file, sent in order from wherever the receiver wants them, in pieces as long as messages
 * may be. For the file's own thread.
 */
final class Pieces {
    /** With its frame's header, the longest frame of a lane: it is copied once, and never put together. */
    private static final int LONGEST_MESSAGE = 64 * 1024 - 8;
    private static final int SHORTEST_MESSAGE = FileMessageDescriptor.HEADER_LENGTH + 8;

    private final FileTransfer file;
    private final SourceFile source;
    private final Contents contents;
    private final long id;
    private final BooleanSupplier wanted;
    private final Digest digest = new Digest();
    /** Null before the first one. */
    private ByteBuffer piece;

    /**
     * Of an open file.
     *
     * @param file is told how far they are
     * @param contents stay the caller's
     * @param id of the transfer
     * @param wanted whether the receiver still wants what was asked for last
     */
    Pieces(FileTransfer file, SourceFile source, Contents contents, long id, BooleanSupplier wanted) {
        this.file = file;
        this.source = source;
        this.contents = contents;
        this.id = id;
        this.wanted = wanted;
    }

    /**
     * Sends all there is from a position on, as long as it is wanted.
     *
     * @param begin told the position before the first piece
     * @throws ShmoozeException if there is not as much, or the session is over
     * @throws IOException if the file cannot be read, or has changed
     */
    void send(long from, LongConsumer begin) throws IOException {
        if (from > file.size()) {
            throw new ShmoozeException("the other side asks for more than there is");
        }
        digest.reset();
        contents.hash(from, digest, wanted);
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
        piece = piece == null ? ByteBuffer.allocateDirect(LONGEST_MESSAGE) : piece;
        while (at < file.size() && wanted.getAsBoolean()) {
            FileMessage.begin(piece, FileStep.DATA, id, at);
            int start = piece.position();
            piece.limit((int) Math.min(piece.capacity(), start + file.size() - at));
            contents.fill(piece, at);
            if (sendPiece()) {
                digest.add(piece.position(start));
                at += piece.limit() - start;
                file.reached(at);
            }
        }
    }

    /** False if it has to be a shorter one. */
    private boolean sendPiece() {
        try {
            send(piece.position(0));
            return true;
        } catch (MessageTooLongException e) {
            if (piece.capacity() <= SHORTEST_MESSAGE) {
                throw e;
            }
            piece = ByteBuffer.allocateDirect(Math.max(SHORTEST_MESSAGE, piece.limit() / 2));
            return false;
        }
    }

    private void send(ByteBuffer message) {
        Mail.send(file.session(), message, wanted);
    }
}
