// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.ShmoozeException;
import io.shmooze.UsageException;
import io.shmooze.qt.QtInventory;
import io.shmooze.qt.QtNativeKey;
import io.shmooze.qt.QtObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.Set;

/** Runs the commands {@code qt-status} and {@code qt-clean}. */
public final class QtCommand {
    /** Lists the objects of Qt programs. */
    public static final String STATUS = "qt-status";
    /** Removes the objects that dead programs have left behind. */
    public static final String CLEAN = "qt-clean";

    private static final String YES = "--yes";
    private static final Set<String> HELP = Set.of("--help", "-h");
    private static final String USAGE = """
            Usage: %1$s qt-status
                   %1$s qt-clean [--yes]

            qt-status lists the segments and semaphores of this user's Qt programs, and
            of Shmooze programs that speak with them: those with key files in TMPDIR (by
            default /tmp), and those of Qt's kind without a key file. Each is stale, in
            use or unclear.
            qt-clean removes the stale ones after a question; --yes answers it. An object
            is stale if it is certainly Qt's, and certainly no living process uses it. All
            others are listed with the reason, and left alone. A semaphore is left alone,
            too, while any segment is attached, or any program lives that could hold it.
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
            PipeScreen.announce(Role.CLIENT, Printable.inline(e.getMessage()));
            return ExitCode.of(e).code();
        }
    }

    private ExitCode run() {
        if (words.stream().anyMatch(HELP::contains)) {
            System.out.printf(USAGE, Role.CLIENT.call());
            return ExitCode.DONE;
        }
        List<String> options = command.equals(CLEAN) ? List.of(YES, "--help") : List.of("--help");
        Optional<String> unknown = words.stream().filter(word -> !options.contains(word)).findFirst();
        if (unknown.isPresent()) {
            announce(Printable.inline(Suggestions.explain(unknown.get(), options)));
            announce("Try " + Role.CLIENT.call() + " " + command + " --help");
            return ExitCode.USAGE;
        }
        Path directory = QtNativeKey.temporaryDirectory();
        if (command.equals(CLEAN)) {
            clean(directory);
        } else {
            status(directory);
        }
        return ExitCode.DONE;
    }

    private static void status(Path directory) {
        List<QtObject> objects = QtInventory.of(directory);
        objects.forEach(object -> System.out.println(line(object)));
        if (objects.isEmpty()) {
            announce("Nothing of Qt was found in " + Printable.inline(directory.toString()) + ", in /dev/shm, or among "
                    + "the System V objects");
        }
    }

    private void clean(Path directory) {
        List<QtObject> objects = QtInventory.of(directory);
        List<QtObject> stale = stale(objects);
        stale.forEach(object -> System.out.println(line(object)));
        if (stale.isEmpty()) {
            announce("Nothing is stale");
        } else if (words.contains(YES) || confirmed(stale.size())) {
            // A program may have started while the user answered.
            List<QtObject> still = stale(QtInventory.of(directory));
            List<QtObject> removed = stale.stream().filter(still::contains).toList();
            removed.forEach(QtObject::remove);
            announce("Removed: " + removed.size());
        } else {
            announce("Nothing was removed");
        }
        List<QtObject> left = objects.stream().filter(object -> object.state() != QtObject.State.STALE).toList();
        left.forEach(object -> System.out.println(line(object)));
        if (!left.isEmpty()) {
            announce("Left alone: " + left.size() + ". Remove by hand what you know to be dead: ipcrm -m ID for "
                    + "a segment, ipcrm -s ID for a semaphore, rm for a file");
        }
    }

    private static List<QtObject> stale(List<QtObject> objects) {
        return objects.stream().filter(object -> object.state() == QtObject.State.STALE).toList();
    }

    private static void announce(String line) {
        PipeScreen.announce(Role.CLIENT, line);
    }

    private static boolean confirmed(int count) {
        if (!Terminals.isInput()) {
            throw new UsageException("Standard input is not a terminal, so nobody can be asked: add " + YES);
        }
        System.err.print("Remove " + (count == 1 ? "this one" : "these " + count) + "? [y/N] ");
        Scanner answers = new Scanner(StandardStreams.input());
        return answers.hasNextLine() && answers.nextLine().strip().equalsIgnoreCase("y");
    }

    private static String line(QtObject object) {
        StringBuilder line = new StringBuilder(object.segment() ? "segment  " : "semaphore");
        line.append(switch (object.state()) {
            case STALE -> " stale   ";
            case IN_USE -> " in use  ";
            case UNCLEAR -> " unclear ";
        });
        line.append(object.file() == null ? "(no file)" : Printable.inline(object.file().toString()));
        append(line, "key 0x", object.id() < 0 ? "" : Integer.toHexString(object.key()));
        append(line, "id ", number(object.id()));
        append(line, "bytes ", number(object.size()));
        append(line, "attached ", number(object.attached()));
        append(line, "count ", number(object.value()));
        append(line, "waiting ", number(object.waiting()));
        append(line, "made by pid ", object.creator() == 0 ? "" : number(object.creator()));
        append(line, "last used by pid ", object.lastUser() == 0 ? "" : number(object.lastUser()));
        append(line, "owner ", Printable.inline(object.owner()));
        append(line, "", Printable.inline(object.reason()));
        return line.toString();
    }

    private static void append(StringBuilder line, String what, String value) {
        if (!value.isEmpty()) {
            line.append(", ").append(what).append(value);
        }
    }

    /** Empty for an unknown number. */
    private static String number(long value) {
        return value < 0 ? "" : Long.toString(value);
    }
}
