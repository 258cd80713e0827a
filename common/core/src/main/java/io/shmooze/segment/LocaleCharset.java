// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The charset of the locale. Whatever the default charset is, Java uses this one to exchange the names of files,
 * arguments and environment variables with the system. In the locale C, the default of most containers, it is US-ASCII:
 * other characters then arrive as U+FFFD, and paths cannot contain them.
 *
 * @param charset of the locale
 * @param locale the setting that has decided it, such as {@code LC_ALL=C}
 */
public record LocaleCharset(Charset charset, String locale) {
    private static final String REPLACEMENT = "\ufffd";
    private static final LocaleCharset CURRENT = of(System.getenv());

    private static LocaleCharset of(Map<String, String> variables) {
        String name = System.getProperty("sun.jnu.encoding", "UTF-8");
        return new LocaleCharset(Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset(),
                locale(variables));
    }

    static String locale(Map<String, String> variables) {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG").filter(name -> !variables.getOrDefault(name, "").isEmpty())
                .map(name -> name + "=" + variables.get(name)).findFirst().orElse("C (no LC_ALL, LC_CTYPE, LANG)");
    }

    /**
     * The charset of this process's locale.
     *
     * @return always the same
     */
    public static LocaleCharset current() {
        return CURRENT;
    }

    /**
     * Makes a path of a text that a person has written.
     *
     * @param text the text
     * @return the path
     * @throws InvalidPathException if it is not a path; the reason is a phrase that follows the text, with the remedy
     */
    public static Path path(String text) {
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidPathException(text, CURRENT.nameFlaw(text, "is not a path: " + e.getReason()));
        }
        if (CURRENT.directoryFlaw(path) != null) {
            throw new InvalidPathException(text, CURRENT.directoryFlaw(path));
        }
        return path;
    }

    /**
     * Why a relative path leads to another file than it says: Java cannot name the working directory.
     *
     * @param path any path
     * @return a phrase that follows the path, with the remedy; null if the path leads where it says
     */
    public String directoryFlaw(Path path) {
        boolean lost = !path.isAbsolute() && System.getProperty("user.dir").contains(REPLACEMENT)
                && !Files.isDirectory(Path.of(""));
        return lost ? "lies in a folder whose name " + cannotBe("read") : null;
    }

    /**
     * Why a text cannot be the name of a file.
     *
     * @param text the name
     * @param otherwise the result if the locale is not the reason
     * @return a phrase that follows the text, with the remedy
     */
    public String nameFlaw(String text, String otherwise) {
        return charset.newEncoder().canEncode(text) ? otherwise : cannotBe("written");
    }

    /**
     * Why a text from the command line or the environment differs from the text that was written there.
     *
     * @param text as Java has decoded it
     * @param source a file with the bytes, such as {@code /proc/self/cmdline}
     * @return a phrase that follows the text, with the remedy; null if the text is as it was written
     */
    public String readingFlaw(String text, Path source) {
        if (!text.contains(REPLACEMENT)) {
            return null;
        }
        if (!charset.newEncoder().canEncode(REPLACEMENT)) {
            return cannotBe("read");
        }
        return isDecodable(source) ? null : "is not " + charset + ", the charset of the locale " + locale
                + ": write it, or name the file, in that charset";
    }

    private boolean isDecodable(Path source) {
        try {
            charset.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(source)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        } catch (IOException e) {
            // The system does not show the bytes, so the text has to be taken as it is.
            return true;
        }
    }

    private String cannotBe(String what) {
        return "cannot be " + what + " in the locale " + locale + ", whose charset is " + charset
                + ": start the program with LC_ALL=C.UTF-8";
    }
}
