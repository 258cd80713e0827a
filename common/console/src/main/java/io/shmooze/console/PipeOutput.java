// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes messages to standard output: payload and separator with one system call, if the system takes both at once.
 * Unlike {@link System#out}, it throws when a write fails. After a failure every further write fails too, so that no
 * later message counts as written. Safe for all threads; messages do not mix.
 */
final class PipeOutput {
    private static final long PAUSE_NS = 1_000_000;

    private final GatheringByteChannel channel;
    private final ByteBuffer separator;
    private IOException failure;

    /**
     * For one channel.
     *
     * @param channel null if standard output is closed
     * @param separator written after each message
     */
    PipeOutput(GatheringByteChannel channel, byte... separator) {
        this.channel = channel;
        this.separator = ByteBuffer.allocateDirect(separator.length).put(separator).flip();
        this.failure = channel == null ? new IOException("standard output is closed") : null;
    }

    /** Writes to the standard output of this process. */
    static PipeOutput standard(byte... separator) {
        return new PipeOutput(StandardStreams.output(), separator);
    }

    /** Whether each message is a line, so that a message of several lines looks like several messages. */
    boolean isOfLines() {
        return separator.get(0) == '\n';
    }

    synchronized void write(ByteBuffer payload) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            writeFully(new ByteBuffer[] {payload.duplicate(), separator.duplicate()});
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private void writeFully(ByteBuffer[] parts) throws IOException {
        while (parts[0].hasRemaining() || parts[1].hasRemaining()) {
            if (channel.write(parts) == 0) {
                // Another process made the stream non-blocking, and it is full.
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }
}
