// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.room.RoomLines;
import java.io.IOError;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jline.keymap.KeyMap;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp;
import org.jline.utils.Status;

/**
 * A terminal with a prompt. Messages are printed above the line being typed. The name in front of a message is bold.
 * No peer can imitate that, because no escape sequence of a peer reaches the terminal.
 */
final class TerminalScreen implements Screen {
    private static final String PROMPT = "> ";
    private static final String DRAW_PROGRESS = "shmooze-progress";
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Runnable onInterrupt;
    private final Terminal terminal;
    private final LineReader reader;
    /** The attributes to restore. */
    private final Attributes original;
    private volatile UnaryOperator<List<String>> completions = words -> List.of();
    private volatile List<AttributedString> progress = List.of();
    /** The thread that reads a line; null for none. Guarded by this. */
    private Thread atPrompt;
    private boolean closed;

    /**
     * Takes over the terminal of this process.
     *
     * @param onInterrupt for Ctrl-C, except on a line with text
     * @throws IOException if the terminal cannot be controlled
     */
    TerminalScreen(Runnable onInterrupt) throws IOException {
        this.onInterrupt = onInterrupt;
        terminal = TerminalControl.open();
        original = terminal.getAttributes();
        terminal.handle(Terminal.Signal.INT, signal -> onInterrupt.run());
        reader = LineReaderBuilder.builder().terminal(terminal)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .variable(LineReader.BELL_STYLE, "none")
                .parser(new DefaultParser().quoteChars(new char[] {'"', '\''}).escapeChars(null))
                .completer(this::complete)
                .build();
        bind("shmooze-tab", "\t", this::tab);
        bind("shmooze-suspend", KeyMap.ctrl('Z'), this::suspend);
        reader.getWidgets().put(DRAW_PROGRESS, this::drawProgress);
        reader.getWidgets().put(LineReader.CALLBACK_INIT, this::drawProgress);
        String unknown = TerminalControl.unknownType();
        if (unknown != null) {
            announce(unknown);
        }
    }

    private void bind(String name, String key, Widget widget) {
        reader.getWidgets().put(name, widget);
        reader.getKeyMaps().get(LineReader.MAIN).bind(new Reference(name), key);
    }

    /** Completes commands. In text, which may have been pasted, a tab is a character. */
    private boolean tab() {
        String line = reader.getBuffer().upToCursor();
        if (line.startsWith("/") && !line.startsWith("//")) {
            reader.callWidget(LineReader.EXPAND_OR_COMPLETE);
        } else {
            reader.getBuffer().write('\t');
        }
        return true;
    }

    private void complete(LineReader asking, ParsedLine line, List<Candidate> candidates) {
        List<String> words = new ArrayList<>(line.words().subList(0, line.wordIndex()));
        words.add(line.word().substring(0, line.wordCursor()));
        for (String each : completions.apply(words)) {
            // No space after a folder, because its path goes on.
            candidates.add(new Candidate(each, each, null, null, null, null, !each.endsWith("/")));
        }
    }

    /**
     * Sets what the Tab key completes.
     *
     * @param words gets the words up to the cursor of a line that begins with a slash, and gives the completions
     */
    void completeWith(UnaryOperator<List<String>> words) {
        completions = words;
    }

    /**
     * Stops this job, because Ctrl-Z is a key at the prompt and not a signal. The shell gets the restored terminal. The
     * system does not stop a job that no shell could continue.
     */
    private boolean suspend() {
        Attributes atPromptAttributes = terminal.getAttributes();
        terminal.puts(InfoCmp.Capability.keypad_local);
        terminal.writer().write(LineReaderImpl.BRACKETED_PASTE_OFF);
        terminal.writer().println();
        terminal.flush();
        terminal.setAttributes(original);
        try {
            TerminalControl.stopJob();
        } catch (IOException e) {
            announce("Cannot stop this job: " + Printable.inline(e.getMessage()));
        }
        terminal.setAttributes(atPromptAttributes);
        terminal.puts(InfoCmp.Capability.keypad_xmit);
        terminal.writer().write(LineReaderImpl.BRACKETED_PASTE_ON);
        reader.callWidget(LineReader.REDRAW_LINE);
        reader.callWidget(LineReader.REDISPLAY);
        return true;
    }

    /** The next line typed; empty after Ctrl-C on a line with text; null when the user wants to leave. */
    String readLine() {
        if (!enterPrompt()) {
            return null;
        }
        try {
            return readAtPrompt();
        } catch (UserInterruptException e) {
            if (e.getPartialLine() != null && !e.getPartialLine().isEmpty()) {
                return "";
            }
            onInterrupt.run();
            return null;
        } catch (EndOfFileException | IOError e) {
            return null;
        } finally {
            leavePrompt();
        }
    }

    /** Before each line, JLine runs stty, and Ctrl-C ends that too: only a terminal that is gone fails twice. */
    private String readAtPrompt() {
        try {
            return reader.readLine(PROMPT);
        } catch (IOError e) {
            if (e.getCause() instanceof InterruptedIOException) {
                throw new UserInterruptException("");
            }
            return reader.readLine(PROMPT);
        }
    }

    private synchronized boolean enterPrompt() {
        atPrompt = closed ? null : Thread.currentThread();
        return !closed;
    }

    private synchronized void leavePrompt() {
        atPrompt = null;
        notifyAll();
    }

    @Override
    public void show(String sender, ByteBuffer payload) throws IOException {
        String text = StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        if (!print(sender + "> ", Printable.lines(text, RoomLines.NEXT_LINE))) {
            throw new IOException("the terminal is closed");
        }
    }

    @Override
    public void showMember(String name, ByteBuffer text) throws IOException {
        show(name, text);
    }

    @Override
    public void announce(String line) {
        print("* ", line);
    }

    /** Draws below the prompt. The reader does that, because only it knows the position of the cursor. */
    @Override
    public void progress(String line) {
        progress = line == null ? List.of() : List.of(new AttributedString(line));
        try {
            reader.callWidget(DRAW_PROGRESS);
        } catch (IllegalStateException e) {
            // No line is being read; the next prompt draws it.
            return;
        }
    }

    private boolean drawProgress() {
        if (!progress.isEmpty() || Status.getExistingStatus(terminal).isPresent()) {
            Status.getStatus(terminal).update(progress);
        }
        return true;
    }

    /** False if the terminal was restored meanwhile. */
    private boolean print(String start, String text) {
        try {
            reader.printAbove(new AttributedString(start, AttributedStyle.BOLD).toAnsi(terminal) + text);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            dismissReader();
            Status.getExistingStatus(terminal).ifPresent(Status::close);
            terminal.close();
        } catch (IOException e) {
            throw new IOError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts the thread at the prompt, which restores the attributes, and waits for that. */
    private synchronized void dismissReader() throws InterruptedException {
        closed = true;
        if (atPrompt != null) {
            atPrompt.interrupt();
            TimedWait.until(this, () -> atPrompt == null, PATIENCE);
        }
    }
}
