// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import io.shmooze.bench.Connection;
import io.shmooze.bench.Handler;
import io.shmooze.bench.Transport;
import io.shmooze.bench.TransportVariant;
import java.io.File;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Agrona's ring buffer over a mapped file, one for each direction. A process takes part by mapping the files. The
 * capacity is a power of two; a message has at most an eighth of that.
 */
public final class RingBufferTransport implements Transport {
    private static final int PARTS = 8;

    private final String variant;
    private final int length;

    /**
     * Creates one end.
     *
     * @param variant how to wait: spinning or backoff; and the capacity of both rings together: {@code
     *     spinning-64K}
     */
    public RingBufferTransport(String variant) {
        this.variant = variant;
        length = capacity(variant) + RingBufferDescriptor.TRAILER_LENGTH;
    }

    private static int capacity(String variant) {
        return TransportVariant.bytes(variant.substring(variant.indexOf('-') + 1)) / 2;
    }

    static int maxMessageLength(String variant) {
        return capacity(variant) / PARTS;
    }

    @Override
    public void serve(Path directory, Handler handler, Runnable ready) {
        PolledConnection connection = new RingBufferConnection(ring(IoUtil.mapNewFile(toServer(directory), length)),
                ring(IoUtil.mapNewFile(toClient(directory), length)), IdleStrategies.of(variant));
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
