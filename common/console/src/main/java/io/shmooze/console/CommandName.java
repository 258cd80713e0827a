// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** As the first word of a command line not the name of a channel: what a jar does instead of a chat. */
public final class CommandName {
    /** Sends files. */
    public static final String SEND = "send";
    /** Takes lines or files, and gives nothing. */
    public static final String RECEIVE = "receive";
    /** Publishes or views frames. */
    public static final String FRAMES = "frames";
    /** Holds or loads a picture. */
    public static final String PICTURE = "picture";
    /** Measured, when the benchmark was a part of the client. */
    public static final String BENCH = "bench";
    /** Prints a help text. */
    public static final String HELP = "help";

    private CommandName() {
    }

    /** The commands of the jar that a chat program is in, each with what it is for. */
    static Map<String, String> of(Role chat) {
        Map<String, String> commands = new LinkedHashMap<>();
        Stream.of(Role.values()).filter(role -> role.chat() == chat && !role.isChat())
                .forEach(role -> commands.put(role.command(), role.purpose()));
        if (chat == Role.CLIENT) {
            commands.put(BENCH, "Says where the benchmark is: in a jar of its own.");
            commands.put(QtCommand.STATUS, "Lists the segments and semaphores of your Qt programs.");
            commands.put(QtCommand.CLEAN, "Removes what dead Qt programs have left.");
        }
        commands.put(HELP, "Prints this text, or that of the command that follows.");
        return commands;
    }

    /** Whether it is one of either program's: channels have two ends. */
    static boolean isOne(String word) {
        return of(Role.SERVER).containsKey(word) || of(Role.CLIENT).containsKey(word);
    }

    /**
     * What a command line stands for that may begin with {@link #HELP}.
     *
     * @param chat the program
     * @param words of its command line
     * @return the command line that prints the help text; the same if none is asked for, or that of no command, which
     *     is refused when it is read
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

    /** What {@code help} is asked about; null for the program. */
    static String subject(String[] words) {
        return Stream.of(words).filter(word -> !word.equals(HELP)).findFirst().orElse(null);
    }
}
