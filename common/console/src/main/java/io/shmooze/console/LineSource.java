// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Splits a stream of bytes into lines, without decoding them. A line over the limit is skipped; its length is known,
 * but it is never in memory as a whole. A last line without a separator is a line; an empty line is one too. For one
 * thread, except {@link #isStarving}.
 */
final class LineSource {
    private static final int INITIAL_CAPACITY = 64 * 1024;

    private final InputStream input;
    private final byte separator;
    private final int limit;
    private byte[] buffer;
    /** The unread bytes are those from start to end; before scanned they have no separator. */
    private int start;
    private int scanned;
    private int end;
    private boolean ended;
    private volatile boolean starving;
    private ByteBuffer line;
    private long number;
    private long length;

    LineSource(InputStream input, byte separator, int limit) {
        this.input = input;
        this.separator = separator;
        this.limit = limit;
        this.buffer = new byte[INITIAL_CAPACITY];
    }

    /**
     * Goes to the next line.
     *
     * @return false at the end of the stream
     */
    boolean next() throws IOException {
        line = null;
        while (!findSeparator()) {
            if (end - start > limit) {
                return skip();
            }
            if (!fill()) {
                return lastLine();
            }
        }
        take(scanned - start);
        scanned++;
        start = scanned;
        return true;
    }

    /** The line's number, from 1. */
    long number() {
        return number;
    }

    /** The line's length in bytes, also of one over the limit. */
    long length() {
        return length;
    }

    /** The line without its separator, valid until {@link #next} is called; null if it is over the limit. */
    ByteBuffer line() {
        return line;
    }

    /** Whether all bytes of the stream are used up, and the stream waits for more. */
    boolean isStarving() {
        return starving;
    }

    /**
     * Counts the lines that are left and can be read at once, up to a limit. To be called last: it consumes them.
     *
     * @param bytes stops reading after so many
     */
    long countLeft(long bytes) throws IOException {
        long count = 0;
        long read = 0;
        boolean more = true;
        while (more) {
            while (findSeparator()) {
                scanned++;
                start = scanned;
                count++;
            }
            boolean begun = start < end;
            discard();
            more = read < bytes && input.available() > 0 && fill();
            read += end;
            count += begun && !more ? 1 : 0;
        }
        return count;
    }

    private boolean findSeparator() {
        while (scanned < end) {
            if (buffer[scanned] == separator) {
                return true;
            }
            scanned++;
        }
        return false;
    }

    private void take(int bytes) {
        number++;
        length = bytes;
        line = bytes > limit ? null : ByteBuffer.wrap(buffer, start, bytes).slice();
    }

    private boolean lastLine() {
        if (start == end) {
            return false;
        }
        take(end - start);
        start = end;
        return true;
    }

    private boolean skip() throws IOException {
        number++;
        length = end - start;
        discard();
        while (fill()) {
            boolean found = findSeparator();
            length += scanned - start;
            if (found) {
                scanned++;
                start = scanned;
                return true;
            }
            discard();
        }
        return true;
    }

    private void discard() {
        start = 0;
        scanned = 0;
        end = 0;
    }

    /** Makes room and reads once; false at the end of the stream. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        makeRoom();
        starving = input.available() == 0;
        int read = input.read(buffer, end, buffer.length - end);
        starving = false;
        ended = read < 0;
        end += Math.max(read, 0);
        return !ended;
    }

    private void makeRoom() {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            scanned -= start;
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            // One byte more than the limit is enough to see that a line is over it.
            buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, Math.max(limit + 1L, INITIAL_CAPACITY)));
        }
    }
}
