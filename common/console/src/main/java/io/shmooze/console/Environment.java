// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import io.shmooze.segment.LocaleCharset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Settings in environment variables: {@code SHMOOZE_SEGMENT_SIZE=64K}. */
final class Environment {
    static final String PREFIX = "SHMOOZE_";
    /** Names the settings file when the command line does not. */
    static final String CONFIG = PREFIX + "CONFIG";
    /** Options of the JVM; the launcher of the distribution reads it. */
    private static final String JAVA_OPTIONS = PREFIX + "JAVA_OPTS";

    private static final Path VARIABLES = Path.of("/proc/self/environ");
    private static final Map<String, Setting<?>> BY_VARIABLE =
            Setting.all().stream().collect(Collectors.toUnmodifiableMap(Setting::variable, setting -> setting));

    private Environment() {
    }

    /** The settings that the variables assign. */
    static List<Assignment> assignments(Map<String, String> variables) {
        return ours(variables).filter(BY_VARIABLE::containsKey)
                .map(name -> assignment(name, variables.get(name))).toList();
    }

    private static Assignment assignment(String name, String value) {
        String flaw = LocaleCharset.current().readingFlaw(value, VARIABLES);
        if (flaw != null) {
            throw new UsageException("Variable " + name + ": \"" + value + "\" " + flaw);
        }
        return new Assignment(BY_VARIABLE.get(name), value, "Variable " + name);
    }

    /**
     * Names with our prefix that are not settings. They do not stop the program, because container platforms set
     * SHMOOZE_PORT and the like for a service of this name. They cause a warning, because they may be mistyped.
     */
    static List<String> unknown(Map<String, String> variables) {
        return ours(variables).filter(name -> !BY_VARIABLE.containsKey(name))
                .filter(name -> !name.equals(CONFIG) && !name.equals(JAVA_OPTIONS)).toList();
    }

    private static Stream<String> ours(Map<String, String> variables) {
        return variables.keySet().stream().filter(name -> name.startsWith(PREFIX)).sorted();
    }
}
