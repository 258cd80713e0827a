// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A program on a terminal of its own: what is typed reaches it as from a keyboard. */
public final class PseudoTerminal implements AutoCloseable {
    private static final String CONTROL_C = "\u0003";
    private static final String CONTROL_D = "\u0004";
    /** What switches it on is the last thing that JLine writes before a prompt. */
    private static final String BRACKETED_PASTE = "\u001b[?2004h";

    private final Program program;

    PseudoTerminal(Program program) {
        this.program = program;
    }

    /**
     * Types.
     *
     * @param text without a newline
     */
    public void type(String text) {
        program.feed(text);
    }

    /** Waits until the program is ready for what is typed. */
    public void awaitPrompt() {
        awaitShown(BRACKETED_PASTE + "> ");
    }

    /**
     * Waits until it shows the prompt after a text.
     *
     * @param after the last occurrence of this
     */
    public void awaitPrompt(String after) {
        awaitShown(BRACKETED_PASTE + "> ", after);
    }

    /** Presses Enter. */
    public void enter() {
        program.feed("\r");
    }

    /** Presses Ctrl-C. */
    public void controlC() {
        program.feed(CONTROL_C);
    }

    /** Presses Ctrl-D. */
    public void controlD() {
        program.feed(CONTROL_D);
    }

    /**
     * Everything that the terminal was given to show so far, escape sequences included.
     *
     * @return as text
     */
    public String shown() {
        return program.output();
    }

    /**
     * Waits until the terminal was given a text to show.
     *
     * @param text what to wait for
     */
    public void awaitShown(String text) {
        program.awaitOutput(text);
    }

    /**
     * Waits until the terminal was given a text to show after another one.
     *
     * @param text what to wait for
     * @param after the last occurrence of this
     */
    public void awaitShown(String text, String after) {
        await().atMost(Program.PATIENCE).untilAsserted(() -> {
            int from = shown().lastIndexOf(after);
            assertThat(from).as("after \"%s\" in %s", after, shown()).isNotNegative();
            assertThat(shown().substring(from)).contains(text);
        });
    }

    /**
     * Makes it narrower or wider, and tells the program.
     *
     * @param columns how wide it is to be
     */
    public void resize(int columns) {
        Tools.run("stty", "-F", "/proc/" + pid() + "/fd/2", "cols", Integer.toString(columns));
    }

    /**
     * The process id of the program itself.
     *
     * @return the id
     */
    public long pid() {
        await().until(() -> program.process().children().findFirst().isPresent());
        return program.process().children().findFirst().orElseThrow().pid();
    }

    /**
     * Waits for its end.
     *
     * @param code the exit code that it has to have
     */
    public void awaitExit(int code) {
        program.awaitExit(code);
    }

    @Override
    public void close() {
        program.close();
    }
}
