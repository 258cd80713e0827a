// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.testing.Seed;
import io.shmooze.testing.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short run of the fuzzer. */
@Timeout(120)
class CallFuzzerTest {
    private static final long SEED = Seed.of(CallFuzzerTest.class);
    private static final long CALLS = 200_000;

    @Test
    void shouldSurviveWhateverIsWritten() throws Exception {
        // In a thread of its own, so that one that goes round for ever is found, and where.
        Task.call(() -> {
            CallFuzzer.run(SEED, CALLS);
            return null;
        }).result();
    }
}
