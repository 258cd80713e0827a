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
 * @param state the letter of its state, T if it is stopped
 * @param user the user that owns it
 */
public record ProcessStatus(long pid, String program, char state, String user) {
    private static final Set<String> OPTIONS_WITH_VALUE =
            Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path", "--add-modules", "--add-opens",
                    "--add-exports", "--add-reads", "--limit-modules", "--upgrade-module-path", "--patch-module");

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
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X' ? null : new ProcessStatus(pid, program(process, stat), state,
                    Files.getFileAttributeView(process, PosixFileAttributeView.class).readAttributes().owner()
                            .getName());
        } catch (IOException | StringIndexOutOfBoundsException e) {
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

    private static String program(Path process, String stat) throws IOException {
        String words = new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
        String name = words.isEmpty() ? "" : program(List.of(words.split("\0")));
        return name.isEmpty() ? stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')) : name;
    }

    /** The file name of the program, or the jar or class that java runs. */
    static String program(List<String> words) {
        String name = words.isEmpty() ? "" : fileName(words.get(0));
        if (!name.equals("java")) {
            return name;
        }
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-jar") || word.equals("-m") || word.equals("--module")) {
                return i + 1 < words.size() ? fileName(words.get(i + 1)) : name;
            }
            if (OPTIONS_WITH_VALUE.contains(word)) {
                i++;
            } else if (!word.startsWith("-") && !word.startsWith("@")) {
                return word.substring(word.lastIndexOf('.') + 1);
            }
        }
        return name;
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
