// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The commands of the two jars. As the first word of a command line, each is a command and not a channel. */
public final class CommandName {
    /** Sends files. */
    public static final String SEND = "send";
    /** Receives messages or files, and sends nothing. */
    public static final String RECEIVE = "receive";
    /** Publishes or views frames. */
    public static final String FRAMES = "frames";
    /** Holds, saves or shows a picture. */
    public static final String PICTURE = "picture";
    /** Lists channels and their sessions. */
    public static final String LS = "ls";
    /** Shows all sessions with their rates. */
    public static final String TOP = "top";
    /** Carries a channel to another machine. */
    public static final String RELAY = "relay";
    /** Shows the sessions of a channel in full. */
    public static final String INSPECT = "inspect";
    /** Follows what passes in the sessions of a channel. */
    public static final String TAIL = "tail";
    /** Sends what was recorded. */
    public static final String REPLAY = "replay";
    /** Ran the benchmark when that was a part of the client. */
    public static final String BENCH = "bench";
    /** Prints a help text. */
    public static final String HELP = "help";

    private CommandName() {
    }

    /** The commands in the jar of a chat program, each with its purpose. */
    static Map<String, String> of(Role chat) {
        Map<String, String> commands = new LinkedHashMap<>();
        Stream.of(Role.values()).filter(role -> role.chat() == chat && !role.isChat())
                .forEach(role -> commands.put(role.command(), role.purpose()));
        if (chat == Role.CLIENT) {
            commands.put(BENCH, "Says where the benchmark is: in a jar of its own.");
            commands.put(QtCommand.STATUS, "Lists the segments and semaphores of your Qt programs.");
            commands.put(QtCommand.CLEAN, "Removes what dead Qt programs have left behind.");
        }
        commands.put(HELP, "Prints this text, or the help text of the command that follows.");
        return commands;
    }

    /** Whether it is a command of either program, because a channel has two ends. */
    static boolean isOne(String word) {
        return of(Role.SERVER).containsKey(word) || of(Role.CLIENT).containsKey(word);
    }

    /**
     * Replaces {@link #HELP} by the option that prints a help text.
     *
     * @param chat the program
     * @param words of its command line
     * @return the command line that prints the help text; unchanged if it does not ask for one, or asks for that of an
     *     unknown command, which is refused later
     */
    public static String[] resolve(Role chat, String[] words) {
        if (words.length == 0 || !words[0].equals(HELP)) {
            return words;
        }
        String subject = subject(words);
        if (subject == null) {
            return new String[] {"--help"};
        }
        return subject.startsWith("-") || of(chat).containsKey(subject) ? new String[] {subject, "--help"} : words;
    }

    /** The command that {@code help} is asked about; null for the program itself. */
    static String subject(String[] words) {
        return Stream.of(words).filter(word -> !word.equals(HELP)).findFirst().orElse(null);
    }
}
