// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.io.IOError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The whole terminal as {@code top} uses it: its second screen, on which only what has changed is drawn. Owns the
 * thread that reads the keys. Closing it restores the terminal. For one thread.
 */
final class TopScreen implements AutoCloseable {
    /**
     * What a key asks for.
     *
     * @param action what to do
     * @param order the order to choose; null for other actions
     */
    record Key(Action action, TopOrder order) {
    }

    /** What a key can ask for. */
    enum Action {
        QUIT, REVERSE, UP, DOWN, SUSPEND, REDRAW, ORDER
    }

    private static final int UNDEFINED = 0;

    private final Terminal terminal;
    private final Display display;
    /** The attributes to restore. */
    private final Attributes original;
    private final BlockingQueue<Key> keys = new LinkedBlockingQueue<>();

    /**
     * Takes over the terminal of this process.
     *
     * @throws IOException if the terminal cannot be controlled
     */
    TopScreen(Shutdown shutdown) throws IOException {
        terminal = TerminalControl.open();
        original = terminal.getAttributes();
        display = new Display(terminal, true);
        terminal.handle(Terminal.Signal.WINCH, signal -> keys.add(new Key(Action.REDRAW, null)));
        enter();
        Background.start("shmooze-keys", shutdown, this::read);
    }

    private void enter() {
        terminal.enterRawMode();
        // Ctrl-Z becomes a key, because the screen has to be restored before this job is stopped.
        Attributes raw = terminal.getAttributes();
        raw.setControlChar(Attributes.ControlChar.VSUSP, UNDEFINED);
        terminal.setAttributes(raw);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.keypad_xmit);
        terminal.puts(Capability.cursor_invisible);
        resize();
    }

    private void leave() {
        terminal.puts(Capability.cursor_normal);
        terminal.puts(Capability.keypad_local);
        if (!terminal.puts(Capability.exit_ca_mode)) {
            // It has only one screen, so what follows goes below.
            terminal.puts(Capability.cursor_address, rows() - 1, 0);
            terminal.writer().println();
        }
        terminal.flush();
        terminal.setAttributes(original);
    }

    private void resize() {
        TerminalControl.setKnownSize(terminal);
        display.clear();
        display.resize(terminal.getSize());
    }

    private void read() {
        KeyMap<Key> map = new KeyMap<>();
        for (TopOrder order : TopOrder.values()) {
            map.bind(new Key(Action.ORDER, order), order.word().substring(0, 1),
                    order.word().substring(0, 1).toUpperCase(Locale.ROOT));
        }
        bind(map, Action.QUIT, "q", "Q", KeyMap.ctrl('C'), KeyMap.ctrl('D'));
        bind(map, Action.REVERSE, "r", "R");
        bind(map, Action.UP, "k", KeyMap.key(terminal, Capability.key_up), "\033[A");
        bind(map, Action.DOWN, "j", KeyMap.key(terminal, Capability.key_down), "\033[B");
        bind(map, Action.SUSPEND, KeyMap.ctrl('Z'));
        bind(map, Action.REDRAW, KeyMap.ctrl('L'), " ");
        BindingReader reader = new BindingReader(terminal.reader());
        try {
            Key key = reader.readBinding(map);
            while (key != null) {
                keys.add(key);
                key = reader.readBinding(map);
            }
        } catch (EndOfFileException | IOError e) {
            // The terminal is gone, or this program has closed it.
            return;
        } finally {
            quit();
        }
    }

    private static void bind(KeyMap<Key> map, Action action, CharSequence... typed) {
        for (CharSequence each : typed) {
            if (each != null) {
                map.bind(new Key(action, null), each);
            }
        }
    }

    /** Makes {@link #await} tell to quit. For any thread. */
    void quit() {
        keys.add(new Key(Action.QUIT, null));
    }

    /** One less than there are, because many terminals move to the next row when the last column is full. */
    int columns() {
        return display.getColumns() - 1;
    }

    int rows() {
        return display.getRows();
    }

    /**
     * The next key.
     *
     * @param untilNs on the {@code System.nanoTime} clock
     * @return null if the time is over
     */
    Key await(long untilNs) throws InterruptedException {
        Key key = keys.poll(Math.max(0, untilNs - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (key != null && key.action() == Action.REDRAW) {
            resize();
        } else if (key != null && key.action() == Action.SUSPEND) {
            suspend();
        }
        return key;
    }

    private void suspend() {
        leave();
        try {
            TerminalControl.stopJob();
        } catch (IOException e) {
            // Then this job goes on, which is seen at once.
            keys.add(new Key(Action.REDRAW, null));
        }
        enter();
    }

    /**
     * Draws what differs from what is there.
     *
     * @param lines harmless for a terminal, no more than there are rows
     * @param bold the numbers of the lines that are bold
     */
    void draw(List<String> lines, List<Integer> bold) {
        List<AttributedString> drawn = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            drawn.add(new AttributedString(Terminals.cut(lines.get(i), columns()),
                    bold.contains(i) ? AttributedStyle.BOLD : AttributedStyle.DEFAULT));
        }
        display.update(drawn, 0);
    }

    @Override
    public void close() throws IOException {
        leave();
        terminal.close();
    }
}
