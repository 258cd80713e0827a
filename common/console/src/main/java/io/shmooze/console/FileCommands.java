// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.NotPermittedException;
import io.shmooze.Session;
import io.shmooze.UsageException;
import io.shmooze.file.FileFolder;
import io.shmooze.file.FileTransfer;
import io.shmooze.file.IncomingFile;
import io.shmooze.file.TransferState;
import io.shmooze.segment.LocaleCharset;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The commands of the prompt for files. */
final class FileCommands {
    private static final String HOME = "~/";
    private static final String AS = " --as ";

    private final Supplier<List<Session>> sessions;
    private final FileTransfers files;
    private final Screen screen;
    private final Path folder;

    /**
     * For one prompt.
     *
     * @param folder for the files that are accepted
     */
    FileCommands(Supplier<List<Session>> sessions, FileTransfers files, Screen screen, Path folder) {
        this.sessions = sessions;
        this.files = files;
        this.screen = screen;
        this.folder = folder;
    }

    /** Offers a file to everybody who is attached. The path and the name may be in quotes. */
    void send(String rest) {
        int quote = isQuote(rest) ? rest.indexOf(rest.charAt(0), 1) : 0;
        int as = rest.indexOf(AS, Math.max(0, quote));
        String file = unquoted(as < 0 ? rest : rest.substring(0, as));
        String name = as < 0 ? null : unquoted(rest.substring(as + AS.length()));
        List<Session> attached = sessions.get();
        if (file.isEmpty()) {
            screen.announce("Which file? /send FILE");
        } else if (attached.isEmpty()) {
            screen.announce("Not sent: nobody is attached");
        } else {
            attempt(() -> attached.forEach(session -> files.send(session, path(file), name)));
        }
    }

    private static boolean isQuote(String text) {
        return text.startsWith("\"") || text.startsWith("'");
    }

    private static String unquoted(String text) {
        String word = text.strip();
        boolean quoted = word.length() > 1 && isQuote(word) && word.charAt(0) == word.charAt(word.length() - 1);
        return quoted ? word.substring(1, word.length() - 1) : word;
    }

    private static Path path(String file) {
        // Java does not know the home directory of a user without a name.
        String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        return LocaleCharset.path(file.startsWith(HOME) ? home + file.substring(HOME.length() - 1) : file);
    }

    /** Takes a number, or a name for the file, or both. */
    void accept(String rest) {
        String[] words = rest.split("\\s+", 2);
        boolean numbered = words[0].matches("[0-9]+");
        String name = unquoted(!numbered ? rest : words.length == 1 ? "" : words[1]);
        String number = numbered ? words[0] : name.isEmpty() ? "" : numberOf(name);
        pick(number, FileCommands::isAsked, (found, file) ->
                accept(found, (IncomingFile) file, name.isEmpty() ? file.name() : name));
    }

    /** The number of the file that was offered under this name, which precedes the first; empty if there is none. */
    private String numberOf(String name) {
        return files.numbered().entrySet().stream()
                .filter(entry -> isAsked(entry.getValue()) && entry.getValue().name().equals(name))
                .map(entry -> entry.getKey().toString()).findFirst().orElse("");
    }

    /** Refuses an unusable name at once, while the user can still choose another one. */
    private void accept(int number, IncomingFile file, String name) {
        FileFolder here = FileFolder.of(folder);
        String flaw = here.flaw(name, file.size());
        if (flaw == null) {
            file.accept(here, name);
        } else {
            screen.announce("Not taken: " + Printable.inline(flaw) + "; /accept " + number
                    + " NAME takes it under another name");
        }
    }

    void refuse(String number) {
        pick(number, FileCommands::isAsked, (found, file) -> ((IncomingFile) file).refuse("nobody wants it"));
    }

    void cancel(String number) {
        pick(number, file -> true, (found, file) -> file.cancel(file instanceof IncomingFile ? "the receiver gave it up"
                : "the sender gave it up"));
    }

    private static boolean isAsked(FileTransfer file) {
        return file instanceof IncomingFile incoming && !incoming.isAccepted();
    }

    /** Runs the action with the file of this number; without a number, with the first file that fits. */
    private void pick(String number, Predicate<FileTransfer> fits, BiConsumer<Integer, FileTransfer> action) {
        for (Map.Entry<Integer, FileTransfer> entry : files.numbered().entrySet()) {
            boolean meant = number.isEmpty() || number.equals(entry.getKey().toString());
            if (meant && fits.test(entry.getValue())) {
                attempt(() -> action.accept(entry.getKey(), entry.getValue()));
                return;
            }
        }
        screen.announce("There is no such file" + (number.isEmpty() ? "" : " " + Printable.inline(number))
                + "; /files lists them");
    }

    /** The completions of the last word of a command. */
    List<String> completions(String command, String word) {
        return switch (command) {
            case "/send" -> paths(word);
            case "/accept", "/refuse" -> numbers(word, FileCommands::isAsked);
            case "/cancel" -> numbers(word, file -> true);
            default -> List.of();
        };
    }

    private List<String> numbers(String word, Predicate<FileTransfer> fits) {
        return files.numbered().entrySet().stream().filter(entry -> fits.test(entry.getValue()))
                .map(entry -> entry.getKey().toString()).filter(number -> number.startsWith(word)).toList();
    }

    /** A folder ends with a slash. A name that begins with a dot completes only a word that begins with one. */
    private static List<String> paths(String word) {
        String folder = word.substring(0, word.lastIndexOf('/') + 1);
        String start = word.substring(folder.length());
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path(folder.isEmpty() ? "." : folder))) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                boolean harmless = Printable.inline(name).equals(name);
                if (harmless && name.startsWith(start) && (start.startsWith(".") || !name.startsWith("."))) {
                    found.add(folder + name + (Files.isDirectory(file) ? "/" : ""));
                }
            }
        } catch (IOException | InvalidPathException | UsageException | DirectoryIteratorException e) {
            // A folder that does not exist or cannot be read has no completions.
            return List.of();
        }
        return found;
    }

    void list() {
        Map<Integer, FileTransfer> numbered = files.numbered();
        if (numbered.isEmpty()) {
            screen.announce("No file is on its way");
        }
        numbered.forEach((number, file) -> screen.announce("[" + number + "] "
                + (file instanceof IncomingFile ? "from " : "to ") + PeerText.label(file.peer()) + ": " + state(file)));
    }

    private static String state(FileTransfer file) {
        if (file.state() == TransferState.RUNNING) {
            return FileText.progress(file);
        }
        boolean paused = file.state() == TransferState.PAUSED;
        return FileText.named(file) + (paused ? ", waits for the next server" : ", offered");
    }

    private void attempt(Runnable action) {
        try {
            action.run();
        } catch (InvalidPathException e) {
            screen.announce("Not done: " + Printable.inline("\"" + e.getInput() + "\" " + e.getReason()));
        } catch (UsageException | NotPermittedException | IllegalStateException e) {
            screen.announce("Not done: " + Printable.inline(e.getMessage()));
        }
    }
}
