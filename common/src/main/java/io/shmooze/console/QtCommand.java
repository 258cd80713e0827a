// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.ShmoozeException;
import io.shmooze.UsageException;
import io.shmooze.qt.QtInventory;
import io.shmooze.qt.QtNativeKey;
import io.shmooze.qt.QtObject;
import java.util.List;
import java.util.Scanner;
import java.util.Set;

/** The commands {@code qt-status} and {@code qt-clean}, from their words to the exit code. */
public final class QtCommand {
    /** Lists what Qt programs have made. */
    public static final String STATUS = "qt-status";
    /** Removes what dead ones have left. */
    public static final String CLEAN = "qt-clean";

    private static final String YES = "--yes";
    private static final Set<String> HELP = Set.of("--help", "-h");
    private static final String USAGE = """
            Usage: java -jar shmooze-client.jar qt-status
                   java -jar shmooze-client.jar qt-clean [--yes]

            qt-status lists the segments and semaphores of this user's Qt programs, and of ours that speak with
            them: those whose key files lie in TMPDIR (by default /tmp), and those of Qt's kind whose file is gone.
            qt-clean removes what no living process uses, after asking; --yes answers. A semaphore counts as used
            as long as any segment is.
            """;

    private final String command;
    private final List<String> words;

    private QtCommand(String command, List<String> words) {
        this.command = command;
        this.words = words;
    }

    /**
     * Runs one of them.
     *
     * @param words the command line, which begins with {@link #STATUS} or {@link #CLEAN}
     * @return the exit code
     */
    public static int run(String[] words) {
        try {
            return new QtCommand(words[0], List.of(words).subList(1, words.length)).run().code();
        } catch (ShmoozeException e) {
            PipeScreen.announce(Role.CLIENT, Visible.inline(e.getMessage()));
            return ExitCode.of(e).code();
        }
    }

    private ExitCode run() {
        if (words.stream().anyMatch(HELP::contains)) {
            System.out.print(USAGE);
            return ExitCode.DONE;
        }
        words.stream().filter(word -> !(word.equals(YES) && command.equals(CLEAN))).findFirst().ifPresent(word -> {
            throw new UsageException("Unknown option: " + word + "; try " + command + " --help");
        });
        List<QtObject> objects = QtInventory.of(QtNativeKey.temporaryDirectory());
        return command.equals(CLEAN) ? clean(objects.stream().filter(QtObject::stale).toList()) : status(objects);
    }

    private static ExitCode status(List<QtObject> objects) {
        objects.forEach(object -> System.out.println(line(object)));
        return ExitCode.DONE;
    }

    private ExitCode clean(List<QtObject> stale) {
        stale.forEach(object -> System.out.println(line(object)));
        if (stale.isEmpty()) {
            PipeScreen.announce(Role.CLIENT, "Nothing is stale");
        } else if (words.contains(YES) || confirmed(stale.size())) {
            stale.forEach(QtObject::remove);
            PipeScreen.announce(Role.CLIENT, "Removed: " + stale.size());
        } else {
            PipeScreen.announce(Role.CLIENT, "Nothing was removed");
        }
        return ExitCode.DONE;
    }

    private static boolean confirmed(int count) {
        if (!Terminals.isInput()) {
            throw new UsageException("There is nobody to ask on standard input: say " + YES);
        }
        System.err.print("Remove " + (count == 1 ? "this one" : "these " + count) + "? [y/N] ");
        Scanner answers = new Scanner(StandardStreams.input());
        return answers.hasNextLine() && answers.nextLine().strip().equalsIgnoreCase("y");
    }

    private static String line(QtObject object) {
        StringBuilder line = new StringBuilder(object.segment() ? "segment  " : "semaphore");
        line.append(object.stale() ? " stale  " : " in use ");
        line.append(object.file() == null ? "(file gone)" : Visible.inline(object.file().toString()));
        append(line, "key 0x", object.id() < 0 ? "" : Integer.toHexString(object.key()));
        append(line, "id ", number(object.id()));
        append(line, "bytes ", number(object.size()));
        append(line, "attached ", number(object.attached()));
        append(line, "count ", number(object.value()));
        append(line, "waiting ", number(object.waiting()));
        append(line, "made by pid ", object.creator() == 0 ? "" : number(object.creator()));
        append(line, "last used by pid ", object.lastUser() == 0 ? "" : number(object.lastUser()));
        append(line, "owner ", object.owner());
        return line.toString();
    }

    private static void append(StringBuilder line, String what, String value) {
        if (!value.isEmpty()) {
            line.append(", ").append(what).append(value);
        }
    }

    /** Nothing for what is not known. */
    private static String number(long value) {
        return value < 0 ? "" : Long.toString(value);
    }
}
