// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps config/shmooze.properties in step with the code. */
class ShippedSettingsFileTest {
    private static final Path FILE = Path.of("..", "..", "config", "shmooze.properties");
    private static final Pattern SETTING = Pattern.compile("#([a-z-]+) = (.*)");

    @TempDir
    private Path scratch;
    private List<String> lines;

    @BeforeEach
    void read() throws IOException {
        lines = Files.readAllLines(FILE);
    }

    @Test
    void shouldListEverySettingWithItsDefault() {
        List<String> listed = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = SETTING.matcher(line);
            if (matcher.matches()) {
                listed.add(matcher.group(1) + " = " + matcher.group(2));
            }
        }
        assertThat(listed).isEqualTo(
                Setting.all().stream().map(setting -> setting.name() + " = " + setting.defaultText()).toList());
    }

    @Test
    void shouldSayWhatTheHelpTextSays() {
        for (Setting<?> setting : Setting.all()) {
            int at = lines.indexOf("#" + setting.name() + " = " + setting.defaultText());
            assertThat(lines.get(at - 2)).isEqualTo("# " + setting.meaning());
            assertThat(lines.get(at - 1)).startsWith("# Unit: ")
                    .endsWith(". Programs: " + programs(setting) + ". Default: " + setting.defaultText());
        }
    }

    @Test
    void shouldSetNothingAsItIs() {
        assertThat(SettingsFile.assignments(FILE.toString(), "Option --config")).isEmpty();
    }

    @Test
    void shouldChangeNothingWhenItsDefaultsAreSet() throws IOException {
        List<String> active = lines.stream().filter(line -> !line.contains("<"))
                .map(line -> line.replaceFirst("^#(?=[a-z])", "")).toList();
        Path file = Files.write(scratch.resolve("active.properties"), active);
        List<Assignment> assignments = SettingsFile.assignments(file.toString(), "Option --config");
        assertThat(assignments).hasSize(Setting.all().size() - 7);
        assertThat(assignments).allSatisfy(
                assignment -> assertThat(assignment.value()).isEqualTo(assignment.setting().defaultValue()));
    }

    private static String programs(Setting<?> setting) {
        return setting.roles().equals(Set.of(Role.SERVER, Role.CLIENT)) ? "both"
                : setting.roles().contains(Role.SERVER) ? "server" : "client";
    }
}
