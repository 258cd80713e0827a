// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.call.Calls;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Forks;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.Jvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/**
 * Once the code is compiled, a call by a handle allocates nothing. A call by a proxy does neither, where C2 sees that
 * nobody keeps the boxes. The one of JDK 17 makes those of the arguments, because a proxy that finds another handler
 * would need them; it makes neither the array of arguments nor the box of the result.
 */
@Timeout(120)
class CallAllocationTest {
    private static final int KNOWN_TO_SEE_IT = 25;
    /** Of a Long: a header of 12 bytes, and 8 aligned to 8. */
    private static final int BOX_LENGTH = 24;

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldAllocateNothingButWhatTheJvmInsistsOn() {
        List<String> words = Forks.java(
                Forks.classPath(CallAllocation.class, ShmoozeClient.class, ShmoozeServer.class, Calls.class,
                        Bytes.class, Jvm.class, LoggerFactory.class),
                // The last one of an option holds, and without C2 there is nothing to see.
                List.of("-XX:TieredStopAtLevel=4"),
                List.of(CallAllocation.class.getName(), programs.directory().toString()));
        Program program = Forks.command(programs, words).start();
        program.awaitExit(0);
        assertThat(program.output()).contains("handle of add: 0 bytes a call", "handle of negate: 0 bytes a call");
        if (Runtime.version().feature() >= KNOWN_TO_SEE_IT) {
            assertThat(program.output()).contains("add: 0 bytes a call", "negate: 0 bytes a call");
        } else {
            assertThat(program.output()).contains("add: " + 2 * BOX_LENGTH + " bytes a call");
        }
    }
}
