// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.shmooze.bench.Connection;
import io.shmooze.bench.Handler;
import io.shmooze.bench.Transport;
import io.shmooze.bench.TransportVariant;
import java.nio.file.Path;
import org.agrona.concurrent.IdleStrategy;

/**
 * Aeron over IPC. The media driver runs in the serving process. A term has 64 KiB or more, a power of two; a message
 * has at most an eighth of that. A publication lets half a term be under way, so a term has the size of both directions
 * together; a publication's file has three terms.
 */
public final class AeronTransport implements Transport {
    private static final String CHANNEL = "aeron:ipc";
    private static final int TO_SERVER = 1;
    private static final int TO_CLIENT = 2;
    private static final int PARTS = 8;
    private static final int MTU = 8 * 1024;
    /**
     * With fewer CPUs the driver's three threads do not spin: messages over IPC do not pass through them, and they
     * would take the CPUs of the threads that pass messages.
     */
    private static final int CPUS_FOR_SPINNING = 6;

    private final String variant;

    /**
     * Creates one end.
     *
     * @param variant how to wait: spinning, with threads of the driver's own, or backoff, with one thread for all;
     *     and the bytes of both directions together that may be under way: {@code spinning-64K}
     */
    public AeronTransport(String variant) {
        this.variant = variant;
    }

    private static int termLength(String variant) {
        return TransportVariant.bytes(variant.substring(variant.indexOf('-') + 1));
    }

    static int maxMessageLength(String variant) {
        return termLength(variant) / PARTS;
    }

    @Override
    public void serve(Path directory, Handler handler, Runnable ready) {
        try (MediaDriver driver = MediaDriver.launch(driver(directory));
                Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
                ExclusivePublication out = aeron.addExclusivePublication(CHANNEL, TO_CLIENT);
                Subscription in = aeron.addSubscription(CHANNEL, TO_SERVER)) {
            PolledConnection connection = new AeronConnection(aeron, out, in, IdleStrategies.of(variant));
            connection.handler(handler);
            ready.run();
            connection.await();
        }
    }

    private MediaDriver.Context driver(Path directory) {
        boolean spinning = IdleStrategies.spins(variant);
        MediaDriver.Context context = new MediaDriver.Context().aeronDirectoryName(driverDirectory(directory))
                .ipcTermBufferLength(termLength(variant)).ipcPublicationTermWindowLength(termLength(variant) / 2)
                .ipcMtuLength(MTU)
                .threadingMode(spinning ? ThreadingMode.DEDICATED : ThreadingMode.SHARED);
        if (spinning && Runtime.getRuntime().availableProcessors() >= CPUS_FOR_SPINNING) {
            IdleStrategy idle = IdleStrategies.of(variant);
            context.conductorIdleStrategy(idle).senderIdleStrategy(idle).receiverIdleStrategy(idle);
        }
        return context;
    }

    @Override
    public Connection connect(Path directory) {
        Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driverDirectory(directory)));
        Subscription in = aeron.addSubscription(CHANNEL, TO_CLIENT);
        ExclusivePublication out = aeron.addExclusivePublication(CHANNEL, TO_SERVER);
        while (!in.isConnected() || !out.isConnected()) {
            Thread.yield();
        }
        return new AeronConnection(aeron, out, in, IdleStrategies.of(variant));
    }

    private static String driverDirectory(Path directory) {
        return directory.resolve("aeron").toString();
    }
}
