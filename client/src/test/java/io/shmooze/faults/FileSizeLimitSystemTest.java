// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Tools;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fault 36 of RELIABILITY.md's table. A process that may not write so far into a file gets no memory for its bulk area:
 * its messages go through the segment, and none is lost.
 */
@Timeout(120)
class FileSizeLimitSystemTest {
    private static final int[] LENGTHS = {10, 20_000, 100, 50_000, 1, 1_000_000, 5};

    @RegisterExtension
    final Programs programs = new Programs();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldPassLongMessagesThroughTheSegment(boolean limitsServer) {
        SystemRequirements.requireRoot("a limit of the size of files");
        Program server = programs.server("t").start();
        server.awaitErrors("serving channel t");
        Program client = programs.client("t").start();
        server.awaitErrors(" joined");
        Program sender = limitsServer ? server : client;
        Program receiver = limitsServer ? client : server;
        Tools.run("prlimit", "--pid", String.valueOf(sender.pid()), "--fsize=4096:4096");
        StringBuilder all = new StringBuilder();
        for (int length : LENGTHS) {
            String line = Integer.toString(length % 7).repeat(length) + "\n";
            sender.feed(line);
            all.append(line);
        }
        receiver.awaitOutput(all.toString());
        receiver.feed("still open\n");
        sender.awaitOutput("still open\n");
    }
}
