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
import java.nio.file.Path;
import org.agrona.concurrent.IdleStrategy;

/** Aeron over IPC. The media driver runs in the serving process. */
public final class AeronTransport implements Transport {
    private static final String CHANNEL = "aeron:ipc";
    private static final int TO_SERVER = 1;
    private static final int TO_CLIENT = 2;
    /** Large enough for messages of 1 MiB. */
    private static final int TERM_LENGTH = 16 * 1024 * 1024;
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
     * @param variant how to wait: spinning, with threads of the driver's own, or backoff, with one thread for all
     */
    public AeronTransport(String variant) {
        this.variant = variant;
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
        boolean spinning = variant.equals(IdleStrategies.SPINNING);
        MediaDriver.Context context = new MediaDriver.Context().aeronDirectoryName(driverDirectory(directory))
                .ipcTermBufferLength(TERM_LENGTH).ipcMtuLength(MTU)
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
