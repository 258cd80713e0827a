// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** What the command of the distribution says by itself: its help, its version, what is wrong with its first word. */
public final class DistributionProgram {
    /** Serves a channel. */
    public static final String SERVER = "server";
    /** Attaches to a channel. */
    public static final String CLIENT = "client";

    /** Its name, and the beginning of each of its lines on standard error. */
    private static final String NAME = "shmooze";
    /** The commands of the client that have nothing to do with one side. */
    private static final List<String> OF_NO_SIDE = List.of(CommandName.LS, CommandName.TOP, CommandName.INSPECT,
            CommandName.TAIL, CommandName.REPLAY, QtCommand.STATUS, QtCommand.CLEAN);

    private DistributionProgram() {
    }

    /** Each command, with its purpose. */
    private static Map<String, String> commands() {
        Map<String, String> ofClient = CommandName.of(Role.CLIENT);
        Map<String, String> commands = new LinkedHashMap<>();
        commands.put(SERVER, Role.SERVER.purpose());
        commands.put(CLIENT, Role.CLIENT.purpose());
        OF_NO_SIDE.forEach(name -> commands.put(name, ofClient.get(name)));
        commands.put(CommandName.BENCH, "Measures messages between two processes of this machine.");
        commands.put(CommandName.HELP, ofClient.get(CommandName.HELP));
        return commands;
    }

    /**
     * Whether a word is a command of the client, which does not need to be named first.
     *
     * @param word of the command line
     * @return false for the commands of both sides
     */
    public static boolean isOfNoSide(String word) {
        return OF_NO_SIDE.contains(word);
    }

    /**
     * Replaces {@code help COMMAND ...} by the command line that prints the help text of that command.
     *
     * @param words the command line
     * @return unchanged if it is something else
     */
    public static String[] resolve(String[] words) {
        if (words.length < 2 || !words[0].equals(CommandName.HELP)) {
            return words;
        }
        return Stream.concat(Arrays.stream(words).skip(1), Stream.of("--help")).toArray(String[]::new);
    }

    /**
     * Answers a command line that is none of the programs'.
     *
     * @param words the command line
     * @return the exit code
     */
    public static int run(String[] words) {
        String word = words.length == 0 ? "" : words[0];
        switch (word) {
            case CommandName.HELP, "--help", "-h" -> {
                System.out.print(new CommandLine(described(), CommandLines.FACTORY)
                        .setUsageHelpWidth(CommandLines.WIDTH).getUsageMessage(Ansi.OFF));
                return ExitCode.DONE.code();
            }
            case "--version" -> {
                System.out.println(NAME + " " + Version.text());
                return ExitCode.DONE.code();
            }
            default -> {
                System.err.println(NAME + ": " + Printable.inline(fault(word)));
                System.err.println(NAME + ": Try " + NAME + " --help");
                return ExitCode.USAGE.code();
            }
        }
    }

    private static String fault(String word) {
        if (word.isEmpty()) {
            return "A command is missing, such as " + SERVER + " or " + CLIENT;
        }
        if (CommandName.isOne(word)) {
            return "'" + word + "' is a command of both sides: " + ProgramCall.of(SERVER) + " " + word + ", or "
                    + ProgramCall.of(CLIENT) + " " + word;
        }
        return "There is no command '" + word + "'" + Suggestions.suggestion(word, commands().keySet());
    }

    private static CommandSpec described() {
        CommandSpec spec = CommandLines.spec().name(NAME);
        commands().forEach((name, purpose) -> spec.addSubcommand(name, CommandLines.summary(purpose)));
        spec.usageMessage().synopsisHeading("").customSynopsis("Usage: " + NAME + " COMMAND ...")
                .description("Messages both ways between two processes of one machine, through shared memory.", "",
                        "Examples:", "  " + NAME + " server --room lobby", "  " + NAME + " client --name alice lobby",
                        "  " + NAME + " ls", "")
                .commandListHeading("Commands (see help COMMAND):%n")
                .footer("", "JAVA_HOME names the Java runtime, else the first java of the PATH is used. Options of the "
                        + "JVM can be given in SHMOOZE_JAVA_OPTS.");
        return spec;
    }

    /**
     * The command lines of all programs as a tree, from which manual pages and completions are made.
     *
     * @return the command of the distribution
     */
    public static CommandLine tree() {
        CommandSpec spec = described();
        for (Role chat : List.of(Role.SERVER, Role.CLIENT)) {
            CommandSpec program = CommandLines.described(chat);
            Stream.of(Role.values()).filter(role -> role.chat() == chat && !role.isChat())
                    .forEach(role -> replace(program, role.command(), CommandLines.described(role)));
            replace(spec, chat == Role.SERVER ? SERVER : CLIENT, program);
        }
        replace(spec, CommandName.LS, CommandLines.described(Role.LS_CLIENT));
        replace(spec, CommandName.TOP, CommandLines.described(Role.TOP_CLIENT));
        replace(spec, CommandName.INSPECT, CommandLines.described(Role.INSPECT_CLIENT));
        replace(spec, CommandName.TAIL, CommandLines.described(Role.TAIL_CLIENT));
        replace(spec, CommandName.REPLAY, CommandLines.described(Role.REPLAY_CLIENT));
        return new CommandLine(spec, CommandLines.FACTORY);
    }

    private static void replace(CommandSpec parent, String name, CommandSpec child) {
        parent.removeSubcommand(name);
        child.name(name);
        parent.addSubcommand(name, new CommandLine(child, CommandLines.FACTORY));
    }
}
