// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The processes that this program has started. A shutdown hook ends all of them and lets no other start, so that none
 * outlives the program.
 */
final class Children {
    private static final Set<Child> ALIVE = new LinkedHashSet<>();
    private static boolean hooked;
    private static volatile boolean stopping;

    private Children() {
    }

    /** Starts a process. */
    interface Start {
        Child run() throws IOException;
    }

    static synchronized Child add(Start start) throws IOException {
        if (stopping) {
            throw new ChildFailedException("the program is leaving");
        }
        if (!hooked) {
            Runtime.getRuntime().addShutdownHook(new Thread(Children::stop, "bench-stop"));
            hooked = true;
        }
        Child child = start.run();
        ALIVE.add(child);
        return child;
    }

    static synchronized void remove(Child child) {
        ALIVE.remove(child);
    }

    /** Whether this program has begun to shut down. */
    static boolean areStopping() {
        return stopping;
    }

    private static void stop() {
        stopping = true;
        alive().forEach(Child::close);
    }

    private static synchronized List<Child> alive() {
        return List.copyOf(ALIVE);
    }
}
