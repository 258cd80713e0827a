// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.CannotCreateException;
import io.shmooze.MessageTooLongException;
import io.shmooze.NotPermittedException;
import io.shmooze.ProtocolException;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    @Test
    void shouldTellTheKindsOfErrorsApart() {
        assertThat(code(new UsageException("x"))).isEqualTo(2);
        assertThat(code(new UnavailableException("x"))).isEqualTo(69);
        assertThat(code(new CannotCreateException("x"))).isEqualTo(73);
        assertThat(code(new NotPermittedException("x"))).isEqualTo(77);
    }

    @Test
    void shouldTakeEverythingElseForAFailure() {
        assertThat(code(new ProtocolException("x"))).isEqualTo(1);
        assertThat(code(new MessageTooLongException("x"))).isEqualTo(1);
        assertThat(code(new IllegalStateException("x"))).isEqualTo(1);
        assertThat(code(new OutOfMemoryError("x"))).isEqualTo(1);
    }

    @Test
    void shouldListEveryCode() {
        assertThat(ExitCode.table()).containsOnlyKeys("0", "1", "2", "69", "73", "77", "130");
    }

    private static int code(Throwable error) {
        return ExitCode.of(error).code();
    }
}
