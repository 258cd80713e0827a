// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The values in force, after all sources were read. */
public final class Settings {
    private final Map<Setting<?>, Object> values;

    private Settings(Map<Setting<?>, Object> values) {
        this.values = values;
    }

    /**
     * Checks every assignment, also one that a later one overrides.
     *
     * @param assignments in ascending precedence
     * @throws io.shmooze.UsageException if a text is not allowed; it names the place and what is allowed
     */
    static Settings of(List<Assignment> assignments) {
        Map<Setting<?>, Object> values = new ConcurrentHashMap<>();
        assignments.forEach(assignment -> values.put(assignment.setting(), assignment.value()));
        return new Settings(values);
    }

    /** Whether a setting was given a value anywhere. */
    boolean has(Setting<?> setting) {
        return values.containsKey(setting);
    }

    /**
     * The value of a setting.
     *
     * @param setting which
     * @param <T> its type
     * @return the value, the default if none was given; null only where the default is the library's to choose
     */
    @SuppressWarnings("unchecked")
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting);
        return value == null ? setting.defaultValue() : (T) value;
    }
}
