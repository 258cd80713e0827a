// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import io.shmooze.bench.Connection;
import io.shmooze.bench.Handler;
import io.shmooze.bench.Transport;
import java.io.File;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Agrona's ring buffer in a mapped file, one each way. It knows no peers: who maps the files takes part. */
public final class RingBufferTransport implements Transport {
    /** The least that takes a message of 1 MiB. */
    private static final int CAPACITY = 8 * 1024 * 1024;
    private static final int LENGTH = CAPACITY + RingBufferDescriptor.TRAILER_LENGTH;

    private final String variant;

    /**
     * For a variant.
     *
     * @param variant how to wait: spinning, or backoff
     */
    public RingBufferTransport(String variant) {
        this.variant = variant;
    }

    @Override
    public void serve(Path directory, Handler handler, Runnable ready) {
        Polled connection = new RingBufferConnection(ring(IoUtil.mapNewFile(toServer(directory), LENGTH)),
                ring(IoUtil.mapNewFile(toAsker(directory), LENGTH)), Waits.strategy(variant));
        connection.handler(handler);
        ready.run();
        connection.await();
    }

    @Override
    public Connection connect(Path directory) {
        return new RingBufferConnection(ring(IoUtil.mapExistingFile(toAsker(directory), "ring")),
                ring(IoUtil.mapExistingFile(toServer(directory), "ring")), Waits.strategy(variant));
    }

    private static OneToOneRingBuffer ring(MappedByteBuffer memory) {
        return new OneToOneRingBuffer(new UnsafeBuffer(memory));
    }

    private static File toServer(Path directory) {
        return directory.resolve("to-server").toFile();
    }

    private static File toAsker(Path directory) {
        return directory.resolve("to-asker").toFile();
    }
}
