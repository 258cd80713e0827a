// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import java.nio.file.InvalidPathException;
import java.util.function.Function;

/**
 * Turns a setting's text into its value.
 *
 * @param <T> the value's type
 * @param placeholder what the help text calls the text: "SIZE"
 * @param allowed which texts are allowed, for an error message: "a number from 1 to 9"
 * @param function throws {@link IllegalArgumentException} or {@link io.shmooze.UsageException} for every other text
 */
public record Conversion<T>(String placeholder, String allowed, Function<String, T> function) {
    T convert(String text) {
        return function.apply(text);
    }

    /**
     * The value of an option that is not a setting.
     *
     * @param option its name, for the error message
     * @param text as typed
     * @return the value
     * @throws UsageException if the text is not allowed
     */
    public T option(String option, String text) {
        return convert("Option " + option, text);
    }

    /** The value of a text. The origin is for an error message: "Option --wait", "Variable SHMOOZE_WAIT". */
    T convert(String origin, String text) {
        try {
            return convert(text);
        } catch (InvalidPathException e) {
            throw new UsageException(origin + ": \"" + text + "\" " + e.getReason(), e);
        } catch (IllegalArgumentException | UsageException e) {
            // Without the password of a URL.
            throw new UsageException(origin + ": \"" + text.replaceAll("//.*@", "//***@") + "\" is not " + allowed, e);
        }
    }
}
