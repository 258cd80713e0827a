// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import io.shmooze.bench.Connection;
import io.shmooze.bench.Handler;
import io.shmooze.bench.Transport;
import java.nio.file.Path;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.threads.BusyPauser;
import net.openhft.chronicle.threads.Pauser;

/** Chronicle Queue: a queue in files for each direction, which grow with every message. */
public final class ChronicleTransport implements Transport {
    private final boolean spinning;

    /**
     * Creates one end.
     *
     * @param variant how to wait: spinning, or balanced by a pauser
     */
    public ChronicleTransport(String variant) {
        spinning = IdleStrategies.spins(variant);
    }

    @Override
    public void serve(Path directory, Handler handler, Runnable ready) {
        try (ChronicleQueue in = ChronicleQueue.single(toServer(directory));
                ChronicleQueue out = ChronicleQueue.single(toClient(directory));
                ChronicleConnection connection = new ChronicleConnection(in, out, pauser())) {
            connection.handler(handler);
            ready.run();
            connection.await();
        }
    }

    @Override
    public Connection connect(Path directory) {
        return new ChronicleConnection(ChronicleQueue.single(toClient(directory)),
                ChronicleQueue.single(toServer(directory)), pauser());
    }

    private Pauser pauser() {
        // Pauser.busy() spins only on machines with enough CPUs.
        return spinning ? BusyPauser.INSTANCE : Pauser.balanced();
    }

    private static String toServer(Path directory) {
        return directory.resolve("to-server").toString();
    }

    private static String toClient(Path directory) {
        return directory.resolve("to-client").toString();
    }
}
