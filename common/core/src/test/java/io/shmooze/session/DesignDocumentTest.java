// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The methods that DESIGN.md leads a message through are those of the code. */
class DesignDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "DESIGN.md");
    private static final Path SOURCES = Path.of("src", "main", "java");

    @Test
    void shouldNameMethodsThatExist() throws IOException {
        String section = Files.readString(DOCUMENT).replaceAll("(?s).*## The way of one message(.*?)\n## .*", "$1");
        List<String> named = Pattern.compile("`([A-Z]\\w+\\.\\w+)`").matcher(section).results()
                .map(match -> match.group(1)).distinct().toList();
        List<String> existing;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            existing = files.filter(file -> file.getFileName().toString().matches("[A-Z]\\w+\\.java"))
                    .flatMap(DesignDocumentTest::methods).toList();
        }
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(existing).containsAll(named);
    }

    private static Stream<String> methods(Path source) {
        String name = SOURCES.relativize(source).toString().replace(".java", "").replace('/', '.');
        try {
            Class<?> type = Class.forName(name, false, DesignDocumentTest.class.getClassLoader());
            return Stream.of(type.getDeclaredMethods()).map(Method::getName)
                    .map(method -> type.getSimpleName() + "." + method);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
