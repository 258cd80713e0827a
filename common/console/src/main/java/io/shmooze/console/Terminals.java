// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import io.shmooze.segment.LocaleCharset;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Finds out which standard streams are terminals, and draws a line on standard error. Safe for all threads. */
public final class Terminals {
    private static final String ERASE = "\r\033[K";
    private static final String ELLIPSIS = "…";
    private static final int USUAL_COLUMNS = 80;
    /** The width of the terminal of standard error; 0 if it is not known or has changed. */
    private static volatile int columns;

    private Terminals() {
    }

    /** Whether standard input and standard output are both terminals. */
    static boolean interactive() {
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** Whether standard input is a terminal; false if the system does not tell. */
    static boolean isInput() {
        return isTerminal(0);
    }

    /**
     * Whether standard error is a terminal that can redraw a line; false if the system does not tell.
     *
     * @return true if it is
     */
    public static boolean isErrors() {
        return isTerminal(2) && hasType();
    }

    /** Whether standard input and standard output are a terminal that can redraw lines and waits for keys. */
    static boolean canDraw() {
        return interactive() && hasType() && !StandardStreams.isInputNonBlocking();
    }

    /**
     * To be called before the terminal is controlled.
     *
     * @throws UsageException if the current folder has a name with which JDK 17 cannot load the classes for that
     */
    static void requireFolder() {
        String flaw = LocaleCharset.current().directoryFlaw(Path.of("."));
        if (flaw != null) {
            throw new UsageException("The current folder " + flaw);
        }
    }

    private static boolean hasType() {
        String type = System.getenv("TERM");
        return type != null && !type.isEmpty() && !type.equals("dumb");
    }

    /**
     * Draws a line on standard error over the last one that was drawn. A line that is too long for one row of the
     * terminal is cut: a second row would stay when the next line is drawn.
     *
     * @param line harmless for a terminal; empty to erase
     */
    public static void drawOnErrors(String line) {
        // One column less, because many terminals move to the next row when the last column is full.
        System.err.print(ERASE + (line.isEmpty() ? "" : cut(line, columns() - 1)));
    }

    /** How many columns a text takes. */
    static int width(String text) {
        return text.codePoints().map(WCWidth::wcwidth).filter(each -> each > 0).sum();
    }

    /** Breaks a line between words that does not fit the columns; a word that does not fit stays whole. */
    static List<String> wrap(String line, String indent, int columns) {
        List<String> broken = new ArrayList<>();
        int begin = 0;
        int end = lastSpace(line, 0, columns);
        while (end >= 0) {
            broken.add((begin == 0 ? "" : indent) + line.substring(begin, end));
            begin = end + 1;
            end = lastSpace(line, begin, columns - width(indent));
        }
        broken.add((begin == 0 ? "" : indent) + line.substring(begin));
        return broken;
    }

    /** The last space behind a word up to which a line fits; -1 if there is none, or if the rest of the line fits. */
    private static int lastSpace(String line, int begin, int columns) {
        int width = 0;
        int space = -1;
        boolean word = false;
        for (int i = begin; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            space = word && line.charAt(i) == ' ' ? i : space;
            word |= line.charAt(i) != ' ';
            width += Math.max(0, WCWidth.wcwidth(line.codePointAt(i)));
            if (width > columns) {
                return space;
            }
        }
        return -1;
    }

    /** Cuts a line to so many columns, with an ellipsis at its end. A wide character takes two columns. */
    static String cut(String line, int columns) {
        int width = 0;
        int fits = 0;
        for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            width += Math.max(0, WCWidth.wcwidth(line.codePointAt(i)));
            if (width > columns) {
                return line.substring(0, fits) + ELLIPSIS;
            }
            if (width < columns) {
                fits = i + Character.charCount(line.codePointAt(i));
            }
        }
        return line;
    }

    /** How wide the terminal of standard output is; as wide as can be if that is none. */
    static int outputColumns() {
        return isTerminal(1) ? askForColumns(1) : Integer.MAX_VALUE;
    }

    /** Whether standard output goes to another program. */
    static boolean isOutputPipe() {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return file.startsWith("pipe:") || file.startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }

    private static int columns() {
        if (columns == 0) {
            // Before the question, so that no change is missed.
            Signals.onResize(() -> columns = 0);
            columns = askForColumns(2);
        }
        return columns;
    }

    /** Runs a command, because Java has no call for it. */
    private static int askForColumns(int descriptor) {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/proc/self/fd/" + descriptor)).start();
            String[] rowsAndColumns = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip().split(" ");
            int found = rowsAndColumns.length == 2 ? Integer.parseInt(rowsAndColumns[1]) : 0;
            return found > 0 ? found : USUAL_COLUMNS;
        } catch (IOException | NumberFormatException e) {
            return USUAL_COLUMNS;
        }
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** From JDK 22 on, a console need not be a terminal, and has a method that tells. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
