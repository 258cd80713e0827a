// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.UsageException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NativesTest {
    /** Twice, because the second attempt to load a class that has failed does not say why. */
    @Test
    void shouldSayEachTimeThatJnaIsMissing() throws Exception {
        URL[] classes = {origin(Natives.class), origin(UsageException.class)};
        try (URLClassLoader alone = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
            Method calls = alone.loadClass(Natives.class.getName()).getDeclaredMethod("calls");
            calls.setAccessible(true);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> calls.invoke(null)).isInstanceOf(InvocationTargetException.class)
                        .satisfies(e -> {
                            assertThat(e.getCause().getClass().getName()).isEqualTo(UsageException.class.getName());
                            assertThat(e.getCause()).hasMessageContaining("add net.java.dev.jna:jna");
                        });
            }
        }
    }

    private static URL origin(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
