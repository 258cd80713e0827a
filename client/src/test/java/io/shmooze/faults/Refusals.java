// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;

/** Programs that refuse to run. */
final class Refusals {
    private Refusals() {
    }

    /** Expects nothing on standard output and one line on standard error, which is returned. */
    static String refuses(int code, ProgramStart start) {
        Program program = start.fromNothing().start();
        program.awaitExit(code);
        assertThat(program.output()).isEmpty();
        assertThat(program.errors().lines()).hasSize(1);
        return program.errors();
    }
}
