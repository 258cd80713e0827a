// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.ChannelKind;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionStatistics;
import io.shmooze.UsageException;
import io.shmooze.qt.QtCounts;
import io.shmooze.qt.QtMailbox;
import io.shmooze.room.RoomLines;
import io.shmooze.session.SessionDefaults;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The commands of the prompt: words that begin with a slash. */
final class PromptCommands {
    private static final Map<String, String> MEANINGS = meanings();

    private static final Set<String> FILE_COMMANDS = Set.of("/send", "/accept", "/refuse", "/cancel", "/files");

    private final AttachedSessions sessions;
    private final FileCommands files;
    private final Screen screen;
    private final Runnable quit;

    /**
     * For one prompt.
     *
     * @param sessions the sessions to describe
     * @param files the commands for files; null if the protocol carries no files
     * @param quit asks the program to leave
     */
    PromptCommands(AttachedSessions sessions, FileCommands files, Screen screen, Runnable quit) {
        this.sessions = sessions;
        this.files = files;
        this.screen = screen;
        this.quit = quit;
    }

    private static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put("/help", "prints this list, or what one command does: /help send");
        meanings.put("/who", "lists who is attached");
        meanings.put("/nick NAME", "in a room, takes another name");
        meanings.put("/stats", "counts what was sent and received");
        meanings.put("/send FILE", "offers a file to everybody who is attached; --as NAME renames it");
        meanings.put("/accept N", "accepts file N, into the folder where this program was started; a NAME renames it");
        meanings.put("/refuse N", "refuses file N");
        meanings.put("/cancel N", "cancels file N; without N, each of these three means the first file");
        meanings.put("/files", "lists the files that are on their way");
        meanings.put("/quit", "leaves; Ctrl-D does the same, and so does Ctrl-C on an empty line");
        meanings.put("/exit", "the same as /quit");
        meanings.put("//", "at the start of a line sends one slash");
        return meanings;
    }

    /**
     * Carries out a typed command.
     *
     * @return the text to send, or null if there is nothing to send
     */
    String interpret(String line) {
        if (line.startsWith("//")) {
            return line.substring(1);
        }
        if (!line.startsWith("/")) {
            return line.isEmpty() ? null : line;
        }
        execute(line.strip());
        return null;
    }

    private void execute(String command) {
        String[] words = command.split("\\s+", 2);
        if (FILE_COMMANDS.contains(words[0])) {
            executeForFiles(words[0], words.length == 1 ? "" : words[1]);
            return;
        }
        if (words[0].equals("/nick")) {
            rename(words.length == 1 ? "" : words[1]);
            return;
        }
        if (words[0].equals("/help") && words.length > 1) {
            explain(words[1]);
            return;
        }
        switch (command) {
            case "/help" -> MEANINGS.forEach(this::explain);
            case "/who" -> who();
            case "/stats" -> forEach(session -> sessions.describe(session) + ": " + counts(session.statistics())
                    + weaknesses(session));
            case "/quit", "/exit" -> quit.run();
            default -> refuse(words[0]);
        }
    }

    private void refuse(String name) {
        if (names().contains(name)) {
            screen.announce(name + " takes no argument");
            return;
        }
        String suggestion = Suggestions.suggestion(name, names());
        screen.announce("There is no command " + Printable.inline(name) + suggestion + (suggestion.isEmpty() ? ";" : "")
                + " /help lists them, and // sends a slash");
    }

    /** The names of the commands that are available here. */
    private List<String> names() {
        return MEANINGS.keySet().stream().map(usage -> usage.split(" ")[0])
                .filter(name -> !name.equals("//") && (files != null || !FILE_COMMANDS.contains(name))).toList();
    }

    private void explain(String command) {
        String name = command.startsWith("/") ? command : "/" + command;
        if (names().contains(name)) {
            MEANINGS.forEach((usage, meaning) -> {
                if (usage.split(" ")[0].equals(name)) {
                    explain(usage, meaning);
                }
            });
        } else {
            refuse(name);
        }
    }

    /** The completions of the last of these words; the first one begins with a slash. */
    List<String> completions(List<String> words) {
        String last = words.get(words.size() - 1);
        if (words.size() == 1) {
            return names().stream().filter(name -> name.startsWith(last)).toList();
        }
        if (words.get(0).equals("/help") && words.size() == 2) {
            return names().stream().map(name -> last.startsWith("/") ? name : name.substring(1))
                    .filter(name -> name.startsWith(last)).toList();
        }
        return files == null ? List.of() : files.completions(words.get(0), last);
    }

    /** A member of a room asks the room, because it does not know the other members. */
    private void who() {
        if (room() == null) {
            forEach(sessions::describe);
            sessions.describeElsewhere().forEach(screen::announce);
        } else {
            ask(room(), RoomLines.WHO);
        }
    }

    private void rename(String name) {
        try {
            SessionDefaults.checkName(name);
            if (room() == null) {
                screen.announce("Not done: this is not a room; start the program with --name NAME to give it a name");
            } else {
                ask(room(), RoomLines.NICK + name);
            }
        } catch (UsageException e) {
            screen.announce("Not done: " + Printable.inline(e.getMessage()));
        }
    }

    /** The session with the room of which this process is a member; null if it is in no room. */
    private Session room() {
        return sessions.reachable().stream().filter(session -> session.peer().serves() == ChannelKind.ROOM).findFirst()
                .orElse(null);
    }

    /** Sends a request. The prompt does not wait for a room whose lane is full. */
    private void ask(Session room, String request) {
        try {
            if (!room.offer(MessageKind.TEXT, StandardCharsets.UTF_8.encode(request))) {
                screen.announce("Not done: the room does not take messages at the moment; try again");
            }
        } catch (SessionClosedException e) {
            screen.announce("Not done: the room is gone");
        }
    }

    private void executeForFiles(String command, String rest) {
        if (files == null) {
            screen.announce("The Qt protocol carries no files");
            return;
        }
        switch (command) {
            case "/send" -> files.send(rest);
            case "/accept" -> files.accept(rest);
            case "/refuse" -> files.refuse(rest);
            case "/cancel" -> files.cancel(rest);
            default -> files.list();
        }
    }

    private void explain(String usage, String meaning) {
        if (files != null || !FILE_COMMANDS.contains(usage.split(" ")[0])) {
            screen.announce(String.format("%-10s %s", usage, meaning));
        }
    }

    private void forEach(Function<Session, String> line) {
        List<Session> attached = sessions.reachable();
        if (attached.isEmpty()) {
            screen.announce("Nobody is attached");
        }
        attached.forEach(session -> screen.announce(line.apply(session)));
    }

    private static String counts(SessionStatistics counts) {
        return "sent " + Quantities.messages(counts.messagesSent()) + " (" + counts.bytesSent() + " bytes), received "
                + Quantities.messages(counts.messagesReceived()) + " (" + counts.bytesReceived() + " bytes), rang "
                + Quantities.times(counts.bellsRung()) + ", slept " + Quantities.times(counts.sleeps());
    }

    /** The losses that the Qt protocol could not prevent, to follow the other counts. */
    private static String weaknesses(Session session) {
        if (!(session instanceof QtMailbox mailbox)) {
            return "";
        }
        QtCounts counts = mailbox.counts();
        return ", was written over and put again " + Quantities.times(counts.overwrites()) + ", got mangled "
                + Quantities.messages(counts.mangled()) + ", woken without a message "
                + Quantities.times(counts.blankWakeUps());
    }
}
