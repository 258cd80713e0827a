// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Set;

/**
 * A process, as {@code /proc} shows it.
 *
 * @param pid its id, in this process's pid namespace
 * @param program what runs in it, as short as it still tells something; may be anything
 * @param argument the word after the program; empty if there is none; may be anything
 * @param state the letter of its state, T if it is stopped
 * @param user the user that owns it
 * @param cpuMs the time that its threads have used so far, milliseconds
 */
public record ProcessStatus(long pid, String program, String argument, char state, String user, long cpuMs) {
    private static final Set<String> OPTIONS_WITH_VALUE =
            Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path", "--add-modules", "--add-opens",
                    "--add-exports", "--add-reads", "--limit-modules", "--upgrade-module-path", "--patch-module");
    private static final Path PROC = Path.of("/proc");
    private static final Set<String> BEFORE_PROGRAM = Set.of("-jar", "-m", "--module");
    /** The unit of processor time in {@code /proc}, on each architecture that the JDK is made for. */
    private static final int TICK_MS = 10;
    /** Among the words behind the name of the program. */
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    /**
     * Looks at a process of this system.
     *
     * @param pid its id, which may be anything
     * @return null if there is none, or if it has ended and nobody has asked how
     */
    public static ProcessStatus of(long pid) {
        return of(PROC, pid);
    }

    /**
     * Looks at a process.
     *
     * @param proc the directory {@code /proc}
     * @param pid its id, which may be anything
     * @return null if there is none, or if it has ended and nobody has asked how
     */
    static ProcessStatus of(Path proc, long pid) {
        Path process = proc.resolve(Long.toString(pid));
        try {
            String stat = new String(Files.readAllBytes(process.resolve("stat")), StandardCharsets.UTF_8);
            String[] numbers = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            char state = numbers[0].charAt(0);
            List<String> words = words(process, stat);
            int program = program(words);
            return state == 'Z' || state == 'X' ? null : new ProcessStatus(pid, name(words, program),
                    program + 1 < words.size() ? words.get(program + 1) : "", state,
                    Files.getFileAttributeView(process, PosixFileAttributeView.class).readAttributes().owner()
                            .getName(),
                    (Long.parseLong(numbers[USER_TIME]) + Long.parseLong(numbers[SYSTEM_TIME])) * TICK_MS);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            // It has ended.
            return null;
        }
    }

    /**
     * Whether a signal or a debugger has stopped it.
     *
     * @return true if it executes nothing
     */
    public boolean isStopped() {
        return state == 'T' || state == 't';
    }

    /** The words that have started it; its name if it has none, or has erased them. */
    private static List<String> words(Path process, String stat) throws IOException {
        String words = new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
        return words.isBlank() || words.charAt(0) == 0
                ? List.of(stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'))) : List.of(words.split("\0"));
    }

    /** Which word names the program, or the jar or class that java runs. */
    private static int program(List<String> words) {
        boolean java = fileName(words.get(0)).equals("java");
        for (int i = 1; java && i < words.size(); i++) {
            String word = words.get(i);
            if (BEFORE_PROGRAM.contains(word)) {
                return i + 1 < words.size() ? i + 1 : 0;
            }
            if (OPTIONS_WITH_VALUE.contains(word)) {
                i++;
            } else if (!word.startsWith("-") && !word.startsWith("@")) {
                return i;
            }
        }
        return 0;
    }

    /** A file without its directory, and a class without its package. */
    private static String name(List<String> words, int program) {
        String word = words.get(program);
        return program == 0 || BEFORE_PROGRAM.contains(words.get(program - 1)) ? fileName(word)
                : word.substring(word.lastIndexOf('.') + 1);
    }

    static String program(String... words) {
        return name(List.of(words), program(List.of(words)));
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
