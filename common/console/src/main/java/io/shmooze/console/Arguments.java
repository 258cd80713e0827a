// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import io.shmooze.file.FileFolder;
import io.shmooze.segment.LocaleCharset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/** One command line and one environment, parsed. */
final class Arguments {
    private static final String DEFAULT_CHANNEL = "chat";
    private static final Path WORDS = Path.of("/proc/self/cmdline");

    private final Role role;
    private final ParseResult parsed;
    private final Map<String, String> variables;

    private Arguments(Role role, ParseResult parsed, Map<String, String> variables) {
        this.role = role;
        this.parsed = parsed;
        this.variables = variables;
    }

    /**
     * Reads a command line.
     *
     * @throws picocli.CommandLine.ParameterException with a message of one line
     * @throws UsageException if a word cannot be decoded as the caller wrote it
     */
    static Arguments parse(Role role, String[] words, Map<String, String> variables) {
        for (String word : words) {
            String flaw = LocaleCharset.current().readingFlaw(word, WORDS);
            if (flaw != null) {
                throw new UsageException("The argument \"" + word + "\" " + flaw);
            }
        }
        return new Arguments(role, CommandLines.of(role).parseArgs(words), variables);
    }

    /**
     * Checks the words that are not options.
     *
     * @throws UsageException if the channel is given twice, or looks like a command
     */
    void check() {
        if (role.looks() || !role.takesChannel() || !parsed.hasMatchedPositional(0)) {
            return;
        }
        String word = parsed.matchedPositionalValue(0, "");
        if (has(Flag.CHANNEL)) {
            throw new UsageException("The channel is given twice: as \"" + word + "\" and with --channel");
        }
        if (CommandName.isOne(word)) {
            throw new UsageException(outOfPlace(word));
        }
    }

    static String outOfPlace(String command) {
        return "\"" + command + "\" is a command, which has to be the first word; a channel of this name is --channel "
                + command;
    }

    /** The files to send. */
    List<Path> files() {
        return parsed.matchedPositionalValue(0, List.<String>of()).stream()
                .map(file -> Conversions.path().option("FILE", file)).toList();
    }

    /** The folder that takes every file without asking; null if there is none. */
    FileFolder accept() {
        String option = Flag.ACCEPT.option();
        String folder = parsed.matchedOptionValue(option, null);
        return folder == null ? null : FileFolder.of(Conversions.path().option(option, folder));
    }

    boolean has(Flag flag) {
        return parsed.hasMatchedOption(flag.option());
    }

    /** The channel's name, not checked yet. */
    String channel() {
        String option = parsed.matchedOptionValue(Flag.CHANNEL.option(), DEFAULT_CHANNEL);
        return role.takesChannel() ? parsed.matchedPositionalValue(0, option)
                : role.replays() ? parsed.matchedPositionalValue(1, option) : option;
    }

    boolean hasChannel() {
        return has(Flag.CHANNEL) || role.takesChannel() && parsed.hasMatchedPositional(0);
    }

    /** The word that is not an option, which the program requires. */
    String word() {
        return parsed.matchedPositionalValue(0, "");
    }

    /** The value of an option that is not a setting; null if it is not given. */
    <T> T value(Flag flag, Conversion<T> conversion) {
        return has(flag) ? conversion.option(flag.option(), parsed.matchedOptionValue(flag.option(), "")) : null;
    }

    /** How long a client stays after everything is done. */
    Duration linger() {
        Duration linger = value(Flag.LINGER, Conversions.duration());
        return linger == null ? Duration.ZERO : linger;
    }

    /** The modules of the Java runtime that this run needs: for the log, peer credentials, signals, and pictures. */
    List<String> modules() {
        boolean pictures = role.sharesPicture() || Stream.of(Flag.SHOW, Flag.FRAMES_TO, Flag.PICTURES)
                .anyMatch(flag -> flag.belongsTo(role) && has(flag));
        return Stream.of("java.desktop", "java.xml", "jdk.net", "jdk.unsupported")
                .filter(name -> pictures || !name.equals("java.desktop")).toList();
    }

    /** Variables that look like settings and are not. */
    List<String> unknownVariables() {
        return Environment.unknown(variables);
    }

    /** The values in force. */
    Settings settings() {
        List<Assignment> assignments = new ArrayList<>(fromFile());
        assignments.addAll(Environment.assignments(variables));
        assignments.addAll(fromOptions());
        return Settings.of(assignments);
    }

    private List<Assignment> fromFile() {
        if (has(Flag.CONFIG)) {
            return SettingsFile.assignments(parsed.matchedOptionValue(Flag.CONFIG.option(), ""), "Option --config");
        }
        String file = variables.get(Environment.CONFIG);
        return file == null ? List.of() : SettingsFile.assignments(file, "Variable " + Environment.CONFIG);
    }

    private List<Assignment> fromOptions() {
        List<Assignment> assignments = new ArrayList<>();
        for (Setting<?> setting : Setting.all()) {
            if (parsed.hasMatchedOption(setting.option())) {
                String text = parsed.matchedOptionValue(setting.option(), "");
                assignments.add(new Assignment(setting, text, "Option " + setting.option()));
            }
        }
        return assignments;
    }
}
