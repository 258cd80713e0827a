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

/** Agrona's ring buffer over a mapped file, one for each direction. A process takes part by mapping the files. */
public final class RingBufferTransport implements Transport {
    /** The smallest capacity for a message of 1 MiB. */
    private static final int CAPACITY = 8 * 1024 * 1024;
    private static final int LENGTH = CAPACITY + RingBufferDescriptor.TRAILER_LENGTH;

    private final String variant;

    /**
     * Creates one end.
     *
     * @param variant how to wait: spinning, or backoff
     */
    public RingBufferTransport(String variant) {
        this.variant = variant;
    }

    @Override
    public void serve(Path directory, Handler handler, Runnable ready) {
        PolledConnection connection = new RingBufferConnection(ring(IoUtil.mapNewFile(toServer(directory), LENGTH)),
                ring(IoUtil.mapNewFile(toClient(directory), LENGTH)), IdleStrategies.of(variant));
        connection.handler(handler);
        ready.run();
        connection.await();
    }

    @Override
    public Connection connect(Path directory) {
        return new RingBufferConnection(ring(IoUtil.mapExistingFile(toClient(directory), "ring")),
                ring(IoUtil.mapExistingFile(toServer(directory), "ring")), IdleStrategies.of(variant));
    }

    private static OneToOneRingBuffer ring(MappedByteBuffer memory) {
        return new OneToOneRingBuffer(new UnsafeBuffer(memory));
    }

    private static File toServer(Path directory) {
        return directory.resolve("to-server").toFile();
    }

    private static File toClient(Path directory) {
        return directory.resolve("to-client").toFile();
    }
}
