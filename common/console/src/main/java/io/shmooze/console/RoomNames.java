// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which names a room gives, so that nobody is taken for somebody else. Names that people read as the same one are the
 * same one here: letters of other scripts that look like Latin ones, upper and lower case, wide forms, accents and
 * invisible characters make no difference.
 */
final class RoomNames {
    /** What the server is called that was given no name, and what no member is called. */
    static final String SERVER = "server";

    private static final String GUEST = "guest";
    /** Cyrillic and Greek small letters, and below them the Latin letters that they look like. */
    private static final String FOREIGN = "аеорсухікѕјԁһԛԝѵгνοιυαρκєɡı";
    private static final String LATIN = "aeopcyxiksjdhqwvrvoiuapkegi";

    /** Accents, variation selectors, and what formats. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{InCombiningDiacriticalMarks}\\p{Cf}\ufe00-\ufe0f]");

    private final String own;

    /**
     * For one room.
     *
     * @param own the server's name
     */
    RoomNames(String own) {
        this.own = own;
    }

    /** The name as it was wished, or with the first number that makes it the only one. */
    String pick(String wished, Collection<String> taken) {
        String base = isUsable(wished) ? wished : GUEST;
        String name = base;
        for (int number = 2; isTaken(name, taken); number++) {
            name = base + "-" + number;
        }
        return name;
    }

    boolean isTaken(String name, Collection<String> taken) {
        String look = look(name);
        return taken.stream().anyMatch(other -> look(other).equals(look));
    }

    /** Whether it has a letter or a digit, does not look like the server's, and cannot be read as a name and text. */
    boolean isUsable(String name) {
        String letters = letters(name);
        return !letters.isEmpty() && !letters.equals(SERVER) && !letters.equals(letters(own))
                && Normalizer.normalize(name, Normalizer.Form.NFKC).indexOf('>') < 0;
    }

    private static String letters(String name) {
        return look(name).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** What is left of a name at a glance. */
    private static String look(String name) {
        String plain = UNSEEN.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("")
                .toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        StringBuilder look = new StringBuilder(plain);
        for (int i = 0; i < look.length(); i++) {
            int foreign = FOREIGN.indexOf(look.charAt(i));
            if (foreign >= 0) {
                look.setCharAt(i, LATIN.charAt(foreign));
            }
        }
        return look.toString();
    }
}
