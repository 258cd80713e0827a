// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.client.ClientBuilder;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A publisher in this JVM and its viewers, for one test: register it with {@code @RegisterExtension}. */
final class FrameFixture implements BeforeEachCallback, AfterEachCallback {
    private static final String CHANNEL = "cam";

    private final Programs programs = new Programs();
    private final int places;
    private FramePublisher publisher;

    FrameFixture(int places) {
        this.places = places;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        programs.beforeEach(context);
        start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        publisher.close();
        programs.afterEach(context);
    }

    /** Starts the first or the next publisher. */
    void start() {
        publisher = ShmoozeServer.builder(CHANNEL).directory(directory()).maxClients(places).publishFrames();
    }

    FramePublisher publisher() {
        return publisher;
    }

    long publish(FrameFormat format, int seed) {
        return publisher.publish(format, ChecksummedPixels.filled(format, seed));
    }

    /** A viewer of this publisher only; the caller closes it. */
    FrameViewer viewer() {
        return client().reconnectTimeout(Duration.ZERO).viewFrames();
    }

    ClientBuilder client() {
        return ShmoozeClient.builder(CHANNEL).directory(directory());
    }

    Path directory() {
        return programs.directory();
    }

    /** The names of the frame files. */
    List<String> files() {
        return programs.leftovers().stream().filter(name -> name.endsWith(".frame")).toList();
    }
}
