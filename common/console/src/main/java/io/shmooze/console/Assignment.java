// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/**
 * The text of a setting, and where it was found.
 *
 * @param setting the setting
 * @param text the text as it was given
 * @param origin for people: "Option --wait", "Variable SHMOOZE_WAIT", "/etc/shmooze.properties, line 3: wait"
 */
record Assignment(Setting<?> setting, String text, String origin) {
    Object value() {
        return setting.conversion().convert(origin, text);
    }
}
