// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Programs;
import io.shmooze.testing.Seed;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fault 27 of RELIABILITY.md's table. A peer writes over any byte of the segment during traffic, and costs its own
 * session at most. {@code -Dshmooze.scribbles} sets how often it writes, {@code -Dshmooze.seed} where.
 */
@Timeout(1200)
class ScribblingPeerSystemTest {
    private static final long SEED = Seed.of(ScribblingPeerSystemTest.class);
    private static final long SCRIBBLES = Long.getLong("shmooze.scribbles", 30_000);

    @RegisterExtension
    final Programs programs = new Programs();

    @ParameterizedTest
    @ValueSource(strings = {Targets.COMPILED, Targets.INTERPRETED})
    void shouldDetachOneClientAndServeTheOther(String option) throws Exception {
        assertThat(new Scribbling(programs, option, SEED, SCRIBBLES).onServer()).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {Targets.COMPILED, Targets.INTERPRETED})
    void shouldLeaveAServerAndAttachToTheNext(String option) throws Exception {
        assertThat(new Scribbling(programs, option, SEED, SCRIBBLES).onClients()).isGreaterThan(1);
    }
}
