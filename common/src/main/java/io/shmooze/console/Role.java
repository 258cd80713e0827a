// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/** Which program runs: one of the two that chat, or one of their commands. */
public enum Role {
    /** The program that serves a channel. */
    SERVER("server", null, "CHANNEL",
            "Serves a channel: says what one client sends, and sends what it is given to every client.", Modes.TEXT,
            "While no client is attached, the input waits. At the end of the input the server goes on until "
                    + "SIGTERM or Ctrl-C. With the word frames or picture in front of everything else the program "
                    + "shares frames or a picture instead: see frames --help and picture --help. A channel of such a "
                    + "name is -- frames."),
    /** The program that attaches to a channel. */
    CLIENT("client", null, "CHANNEL",
            "Attaches to a channel: sends what it is given, and says what the server sends.", Modes.TEXT,
            "At the end of the input the client waits until the server has handled everything, then leaves. "
                    + "When the server leaves, it waits for the next one, and sends it what the old one had not "
                    + "handled. With the word bench, frames or picture in front of everything else the program "
                    + "measures, or views frames or a picture instead: see bench --help and so on. A channel of such "
                    + "a name is -- bench."),
    /** Publishes frames. */
    FRAME_SERVER("server", "frames", null,
            "Publishes frames in shared memory: a test pattern with a running clock, or pictures from a folder. "
                    + "Viewers take the newest one; they never slow this program down.", "",
            "Goes on until SIGTERM or Ctrl-C."),
    /** Views frames. */
    FRAME_CLIENT("client", "frames", null,
            "Views the frames of shmooze-server.jar frames: takes the newest one, shows or saves it, and says on "
                    + "standard error how many came, how many were missed, and how long they took to get here.", "",
            "When the publisher leaves, it waits for the next one."),
    /** Holds a picture. */
    PICTURE_SERVER("server", "picture", "FILE",
            "Loads a picture into shared memory and holds it there until SIGTERM or Ctrl-C.", "",
            "Each line of standard input names the file of the next picture, which takes the place of the last one."),
    /** Loads a picture. */
    PICTURE_CLIENT("client", "picture", null,
            "Saves or shows the picture that shmooze-server.jar picture holds.", "",
            "Without -o or --show it says what it finds.");

    /** Apart, because a constant of an enumeration cannot refer to a field of it. */
    private static final class Modes {
        private static final String TEXT = "On a terminal: a prompt; /help says what it understands. In a pipe: each "
                + "line of standard input is a message, each message received is a line of standard output, "
                + "everything else goes to standard error. ";
    }

    private final String side;
    private final String command;
    private final String positional;
    private final String purpose;
    private final String inPipe;

    Role(String side, String command, String positional, String purpose, String modes, String inPipe) {
        this.side = side;
        this.command = command;
        this.positional = positional;
        this.purpose = purpose;
        this.inPipe = modes + inPipe;
    }

    /** The name in front of every line on standard error. */
    String program() {
        return "shmooze-" + side;
    }

    /** How it is called, up to its options. */
    String call() {
        return "java -jar " + program() + ".jar" + (command == null ? "" : " " + command);
    }

    /** The chat program of the same jar, whose settings it shares. */
    Role chat() {
        return side.equals("server") ? SERVER : CLIENT;
    }

    /** Whether it passes messages, and no frames. */
    boolean isChat() {
        return command == null;
    }

    /** What its argument is called that is no option; null if there is none. */
    String positional() {
        return positional;
    }

    /** The channel it uses unless told otherwise: it must not meet with a chat by mistake. */
    String defaultKey() {
        return command;
    }

    /** For the help text. */
    String[] description() {
        return new String[] {purpose, "", inPipe, ""};
    }
}
