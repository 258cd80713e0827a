// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jline.utils.Levenshtein;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains mistyped words, and suggests the known word that is nearest. */
public final class Suggestions {
    private Suggestions() {
    }

    /**
     * Explains what is wrong with a command line.
     *
     * @param error the parser's error
     * @return its message, or one that helps more
     */
    public static String explain(ParameterException error) {
        if (!(error instanceof UnmatchedArgumentException unmatched)) {
            return error.getMessage();
        }
        return explain(unmatched.getUnmatched().get(0),
                error.getCommandLine().getCommandSpec().optionsMap().keySet());
    }

    /** Explains a word that a command does not take. */
    static String explain(String word, Collection<String> options) {
        return word.startsWith("-") ? "Unknown option: '" + word + "'" + suggestion(word, options)
                : "'" + word + "' is one word too many";
    }

    /** "; did you mean send?", or nothing if no known word is near. */
    static String suggestion(String word, Collection<String> known) {
        List<String> near = known.stream().filter(each -> isNear(word, each))
                .sorted(Comparator.comparingInt(each -> distance(word, each))).toList();
        return near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?";
    }

    /** One letter in three may be wrong, or the end may be missing. */
    private static boolean isNear(String word, String known) {
        String letters = letters(word);
        return letters.length() > 1 && letters(known).startsWith(letters)
                || distance(word, known) <= (letters(known).length() + 1) / 3;
    }

    private static int distance(String word, String known) {
        return Levenshtein.distance(letters(word), letters(known));
    }

    private static String letters(String word) {
        return word.replaceFirst("^[-/]+", "");
    }
}
