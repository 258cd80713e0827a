// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads words of a session's file, a chunk at a time. What was read is kept until {@link #refresh}, so words that lie
 * together are read together. For one thread.
 */
final class SegmentBytes {
    private static final int CHUNK = 16 * 1024;

    private final SegmentSource source;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    /** In the file; negative if nothing is kept. */
    private long chunkPosition = -1;

    SegmentBytes(SegmentSource source) {
        this.source = source;
        chunk.limit(0);
    }

    /** From now on everything is read again. */
    void refresh() {
        chunkPosition = -1;
    }

    long getLong(long position) throws IOException {
        return chunk.getLong(index(position, Long.BYTES));
    }

    int getInt(long position) throws IOException {
        return chunk.getInt(index(position, Integer.BYTES));
    }

    /** Reads a word now, after everything that was read before, and whatever was kept. */
    long load(long position) throws IOException {
        VarHandle.loadLoadFence();
        word.clear();
        fill(word, position);
        if (word.hasRemaining()) {
            throw cut(position + word.position());
        }
        return word.getLong(0);
    }

    /** Fills an array: from what was kept, if all of it was. */
    byte[] get(long position, byte[] target) throws IOException {
        if (isKept(position, target.length)) {
            chunk.get((int) (position - chunkPosition), target);
            return target;
        }
        ByteBuffer buffer = ByteBuffer.wrap(target);
        fill(buffer, position);
        if (buffer.hasRemaining()) {
            throw cut(position + buffer.position());
        }
        return target;
    }

    /** Whether a part of the file has anything but zeros. */
    boolean hasData(long position, int length) throws IOException {
        for (long at = position; at < position + length; at += Long.BYTES) {
            if (getLong(at) != 0) {
                return true;
            }
        }
        return false;
    }

    private boolean isKept(long position, int length) {
        return chunkPosition >= 0 && position >= chunkPosition && position + length <= chunkPosition + chunk.limit();
    }

    private int index(long position, int length) throws IOException {
        if (!isKept(position, length)) {
            chunk.clear();
            fill(chunk, position);
            chunk.flip();
            chunkPosition = position;
            if (chunk.limit() < length) {
                throw cut(position + chunk.limit());
            }
        }
        return (int) (position - chunkPosition);
    }

    private void fill(ByteBuffer target, long position) throws IOException {
        long at = position;
        int read = 0;
        while (target.hasRemaining() && read >= 0) {
            read = source.read(target, at);
            at += Math.max(0, read);
        }
    }

    private static EOFException cut(long length) {
        return new EOFException("the file ends after " + length + " bytes");
    }
}
