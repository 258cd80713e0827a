// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The methods in EMBEDDING.md stand in the examples, which the build compiles. {@code EmbeddingSystemTest} compiles the
 * blocks that are statements.
 */
class DocumentedExamplesTest {
    private static final Path DOCUMENT = Path.of("..", "common", "docs", "EMBEDDING.md");
    private static final Path SOURCES = Path.of("src", "test", "java", "io", "shmooze", "examples");

    @Test
    void shouldShowWhatIsCompiled() throws IOException {
        List<String> methods = Pattern.compile("(?s)```java\n(.*?)```").matcher(Files.readString(DOCUMENT)).results()
                .map(MatchResult::group).map(block -> block.replaceAll("```(java)?", ""))
                .filter(block -> !block.strip().startsWith("try (")).toList();
        String sources = withoutIndents(sources());
        assertThat(methods).hasSizeGreaterThan(10)
                .allSatisfy(method -> assertThat(sources).contains(withoutIndents(method)));
    }

    private static String sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    private static String withoutIndents(String text) {
        return text.strip().lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
