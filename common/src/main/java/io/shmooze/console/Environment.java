// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Settings in environment variables: {@code SHMOOZE_SEGMENT_SIZE=64K}. */
final class Environment {
    static final String PREFIX = "SHMOOZE_";
    /** Names the settings file when the command line does not. */
    static final String CONFIG = PREFIX + "CONFIG";

    private static final Map<String, Setting<?>> BY_VARIABLE =
            Setting.all().stream().collect(Collectors.toUnmodifiableMap(Setting::variable, setting -> setting));

    private Environment() {
    }

    /**
     * What the variables assign. An unknown name with our prefix is refused, because it is most likely a slip of the
     * pen.
     */
    static List<Assignment> assignments(Map<String, String> variables) {
        return new TreeMap<>(variables).entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(PREFIX) && !entry.getKey().equals(CONFIG))
                .map(entry -> new Assignment(setting(entry.getKey()), entry.getValue(), "Variable " + entry.getKey()))
                .toList();
    }

    private static Setting<?> setting(String variable) {
        Setting<?> setting = BY_VARIABLE.get(variable);
        if (setting == null) {
            throw new UsageException("Variable " + variable + ": there is no such setting; known are "
                    + Setting.all().stream().map(Setting::variable).collect(Collectors.joining(", ")) + ", " + CONFIG);
        }
        return setting;
    }
}
