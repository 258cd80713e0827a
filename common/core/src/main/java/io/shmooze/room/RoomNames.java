// SPDX-License-Identifier: Apache-2.0
package io.shmooze.room;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names that a room gives, so that no member passes for another one. Names that look alike are the same name:
 * letters of other scripts that look like Latin ones, upper and lower case, wide forms, accents and invisible
 * characters make no difference.
 */
final class RoomNames {
    /** The name of a server without a name; no member can have it. */
    static final String SERVER = "server";

    private static final String GUEST = "guest";
    /** Cyrillic and Greek small letters, and in LATIN the letters that they look like. */
    private static final String FOREIGN = "аеорсухікѕјԁһԛԝѵгνοιυαρκєɡı";
    private static final String LATIN = "aeopcyxiksjdhqwvrvoiuapkegi";

    /** Accents, variation selectors and format characters. */
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

    /**
     * The wished name; or that name with the machine's, if it is taken elsewhere; or with the first number that makes
     * it unique.
     *
     * @param here the names on this machine
     * @param elsewhere the names on other machines
     * @param host this machine's name
     */
    String pick(String wished, Collection<String> here, Collection<String> elsewhere, String host) {
        return unlike(isUsable(wished) ? wished : GUEST, here, elsewhere, host);
    }

    /** The same for a name that is usable. */
    String unlike(String wished, Collection<String> here, Collection<String> elsewhere, String host) {
        String base = wished;
        if (isTaken(base, elsewhere) && !base.endsWith("@" + host)) {
            base = base + "@" + host;
        }
        String name = base;
        for (int number = 2; isTaken(name, here) || isTaken(name, elsewhere); number++) {
            name = base + "-" + number;
        }
        return name;
    }

    boolean isTaken(String name, Collection<String> taken) {
        String look = look(name);
        return taken.stream().anyMatch(other -> look(other).equals(look));
    }

    /** Whether it has a letter or digit, does not look like the server's name, and can be a speaker's. */
    boolean isUsable(String name) {
        String letters = letters(name);
        return !letters.isEmpty() && !letters.equals(SERVER) && !letters.equals(letters(own)) && isReadable(name);
    }

    /** Whether it cannot be read as name and text, and does not control a terminal. */
    static boolean isReadable(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).indexOf('>') < 0
                && name.chars().noneMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c));
    }

    private static String letters(String name) {
        return look(name).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** The form in which names that look alike are equal. */
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
