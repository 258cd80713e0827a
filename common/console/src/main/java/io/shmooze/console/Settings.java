// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The values in force after all sources were read. */
public final class Settings {
    private final Map<Setting<?>, Object> values;

    private Settings(Map<Setting<?>, Object> values) {
        this.values = values;
    }

    /**
     * Checks every assignment, also one that a later one overrides.
     *
     * @param assignments in ascending precedence
     * @throws io.shmooze.UsageException if a text is not allowed; it names the origin and what is allowed
     */
    static Settings of(List<Assignment> assignments) {
        Map<Setting<?>, Object> values = new ConcurrentHashMap<>();
        assignments.forEach(assignment -> values.put(assignment.setting(), assignment.value()));
        return new Settings(values);
    }

    /** Whether any source gives the setting a value. */
    boolean has(Setting<?> setting) {
        return values.containsKey(setting);
    }

    /**
     * The value of a setting.
     *
     * @param setting one of the constants
     * @param <T> its type
     * @return the value, or the default if no source gives one; null only where the library chooses the default
     */
    @SuppressWarnings("unchecked")
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting);
        return value == null ? setting.defaultValue() : (T) value;
    }
}
