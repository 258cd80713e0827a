// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes messages to standard output: payload and separator with one system call, as long as the system takes them at
 * once. Unlike {@link System#out} it tells when that fails. After a failure every further write fails too, so that no
 * later message counts as written. Safe for all threads; messages do not mix.
 */
final class PipeOutput {
    private static final long PAUSE_NS = 1_000_000;

    private final GatheringByteChannel channel;
    private final ByteBuffer separator;
    private IOException failure;

    PipeOutput(GatheringByteChannel channel, byte separator) {
        this.channel = channel;
        this.separator = ByteBuffer.allocateDirect(1).put(0, separator);
    }

    /** Of this process. The stream is never closed: it belongs to the process. */
    @SuppressWarnings("resource")
    static PipeOutput standard(byte separator) {
        return new PipeOutput(new FileOutputStream(FileDescriptor.out).getChannel(), separator);
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
        ByteBuffer last = parts[parts.length - 1];
        while (last.hasRemaining()) {
            if (channel.write(parts) == 0) {
                // Somebody made the stream non-blocking, and it is full.
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }
}
