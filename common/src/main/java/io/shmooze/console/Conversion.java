// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.function.Function;

/**
 * Turns a setting's text into its value.
 *
 * @param <T> the value's type
 * @param allowed what texts are allowed, for an error message: "a number from 1 to 9"
 * @param function throws {@link IllegalArgumentException} or {@link io.shmooze.UsageException} for every other text
 */
record Conversion<T>(String allowed, Function<String, T> function) {
    T convert(String text) {
        return function.apply(text);
    }
}
