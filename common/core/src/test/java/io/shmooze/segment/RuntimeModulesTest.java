// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.ShmoozeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuntimeModulesTest {
    @Test
    void shouldFindWhatAWholeJdkHas() {
        RuntimeModules.requireForSessions();
        RuntimeModules.require(List.of("java.base", "java.desktop", "java.logging", "java.xml", "jdk.unsupported"));
    }

    @Test
    void shouldNameWhatIsMissing() {
        assertThatThrownBy(() -> RuntimeModules.require(List.of("java.base", "no.such", "no.other")))
                .isInstanceOf(ShmoozeException.class).hasMessage("The Java runtime " + System.getProperty("java.home")
                        + " lacks no.such, no.other: add it by --add-modules no.such,no.other (of jlink, or of java if "
                        + "the program is a module), or use a whole JDK");
    }
}
