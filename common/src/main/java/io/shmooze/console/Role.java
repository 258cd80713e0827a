// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/** Which of the two programs runs. */
public enum Role {
    /** The program that serves a channel. */
    SERVER("shmooze-server",
            "Serves a channel: says what one client sends, and sends what it is given to every client.",
            "While no client is attached, the input waits. At the end of the input the server goes on until SIGTERM or "
                    + "Ctrl-C."),
    /** The program that attaches to a channel. */
    CLIENT("shmooze-client",
            "Attaches to a channel: sends what it is given, and says what the server sends.",
            "At the end of the input the client waits until the server has handled everything, then leaves. When the "
                    + "server leaves, it waits for the next one, and sends it what the old one had not handled. With "
                    + "the word bench in front of everything else the program measures instead: see bench --help. "
                    + "The words qt-status and qt-clean in that place list and remove what Qt programs have left. A "
                    + "channel of such a name is -- bench.");

    private static final String MODES = "On a terminal: a prompt; /help says what it understands. In a pipe: each line "
            + "of standard input is a message, each message received is a line of standard output, everything else "
            + "goes to standard error. ";
    private static final String SEND = " With the word send in front of everything else it sends files: see send "
            + "--help. A channel of that name is -- send.";

    private final String program;
    private final String purpose;
    private final String inPipe;

    Role(String program, String purpose, String inPipe) {
        this.program = program;
        this.purpose = purpose;
        this.inPipe = inPipe;
    }

    /** The name in front of every line on standard error. */
    String program() {
        return program;
    }

    /** For the help text. */
    String[] description() {
        return new String[] {purpose, "", MODES + inPipe + SEND, ""};
    }

    /** For the help text of the command {@code send}. */
    String[] sendDescription() {
        String whom = this == SERVER ? "the clients that are attached, once there is one" : "the server";
        return new String[] {"Sends files to " + whom + ", and leaves. Each receiver is asked, or has --accept DIR, "
                + "and overwrites nothing. Ctrl-C cancels. What a crash has interrupted goes on when it is sent "
                + "again.", ""};
    }
}
