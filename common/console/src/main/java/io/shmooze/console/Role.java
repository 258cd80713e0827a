// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.List;
import java.util.stream.Stream;

/** Which program runs: one of the two that chat, or one of their commands. */
public enum Role {
    /** The program that serves a channel. */
    SERVER("server", null,
            "Serves a channel: says what one client sends, and sends what it is given to every client.",
            Texts.MODES + "While no client is attached, the input waits. At the end of the input the server goes on "
                    + "until SIGTERM or Ctrl-C, unless --exit-at-end or --exit-when-alone says otherwise.",
            "--room --name host", "--exit-at-end numbers < lines.txt"),
    /** The program that attaches to a channel. */
    CLIENT("client", null,
            "Attaches to a channel: sends what it is given, and says what the server sends.",
            Texts.MODES + "At the end of the input the client waits until the server has handled everything, then "
                    + "leaves, whatever the server still has to say: to stay for that, use receive, or --linger. When "
                    + "the server leaves, it waits for the next one, and sends it what the old one had not handled.",
            "--name alice", "numbers < lines.txt"),
    /** Sends files to clients. */
    SEND_SERVER("server", CommandName.SEND,
            "Sends files to the clients that are attached, once there is one, and leaves.", Texts.SENDING,
            Texts.SEND_ONE, Texts.SEND_MANY),
    /** Sends files to a server. */
    SEND_CLIENT("client", CommandName.SEND, "Sends files to the server, and leaves.", Texts.SENDING,
            Texts.SEND_ONE, Texts.SEND_MANY),
    /** Takes what clients send. */
    RECEIVE_SERVER("server", CommandName.RECEIVE,
            "Takes what clients send, and leaves when the last one has left.", Texts.RECEIVING,
            Texts.RECEIVE_LINES, Texts.RECEIVE_FILES),
    /** Takes what a server sends. */
    RECEIVE_CLIENT("client", CommandName.RECEIVE,
            "Takes what the server sends, and leaves when the server has left.", Texts.RECEIVING + " A server that is "
                    + "to leave when it has sent its input has --exit-at-end.",
            Texts.RECEIVE_LINES, Texts.RECEIVE_FILES),
    /** Publishes frames. */
    FRAME_SERVER("server", CommandName.FRAMES,
            "Publishes frames in shared memory: a test pattern with a running clock, or pictures from a folder. "
                    + "Viewers take the newest one; they never slow this program down.",
            "Goes on until SIGTERM or Ctrl-C.",
            "--size 640x480 --rate 30", "--key slides --pictures photos --rate 1"),
    /** Views frames. */
    FRAME_CLIENT("client", CommandName.FRAMES,
            "Views the frames of shmooze-server.jar frames: takes the newest one, shows or saves it, and says on "
                    + "standard error how many came, how many were missed, and how long they took to get here.",
            "When the publisher leaves, it waits for the next one.",
            "--show", "--key slides -o saved --count 10"),
    /** Holds a picture. */
    PICTURE_SERVER("server", CommandName.PICTURE,
            "Loads a picture into shared memory and holds it there until SIGTERM or Ctrl-C.",
            "Each line of standard input names the file of the next picture, which takes the place of the last one. "
                    + "With --protocol qt, --qt-key in place of --key is the QSharedMemory that holds what a Qt "
                    + "program's QDataStream << QPixmap writes. It is replaced by a larger one when a picture does "
                    + "not fit and no other process is attached; else that is told, and the last picture stays.",
            "photo.png --key photo", "photo.png --protocol qt --qt-key QSharedMemoryExample"),
    /** Loads a picture. */
    PICTURE_CLIENT("client", CommandName.PICTURE,
            "Saves or shows the picture that shmooze-server.jar picture holds.",
            "Without -o or --show it says what it finds. With --protocol qt it is the picture that any program "
                    + "holds in the QSharedMemory --qt-key, as QDataStream << QPixmap writes it. Nothing there tells "
                    + "of a change, so --show looks once a second; when the picture is gone, it waits for the next "
                    + "one as long as --reconnect-timeout says. What is there and is no picture, or a damaged one, is "
                    + "told, with exit code 1.",
            "--key photo -o copy.png", "--show --protocol qt --qt-key QSharedMemoryExample");

    /** Apart, because a constant of an enumeration cannot refer to a field of it. */
    private static final class Texts {
        private static final String MODES = "On a terminal: a prompt; /help says what it understands. In a pipe: each "
                + "line of standard input is a message, each message received is a line of standard output, "
                + "everything else goes to standard error. ";
        private static final String SENDING = "Each receiver is asked, or has --accept DIR, and overwrites nothing. "
                + "Ctrl-C cancels. What a crash has interrupted goes on when it is sent again.";
        private static final String SEND_ONE = "report.pdf";
        private static final String SEND_MANY = "--channel photos one.jpg two.jpg";
        private static final String RECEIVING = "Each message is a line of standard output; with --accept DIR files "
                + "are taken, too. Standard input is not read. If the other side dies instead of leaving, the exit "
                + "code is not 0.";
        private static final String RECEIVE_LINES = "numbers > lines.txt";
        private static final String RECEIVE_FILES = "--accept inbox photos";
    }

    private final String side;
    private final String command;
    private final String purpose;
    private final String details;
    private final String[] examples;

    Role(String side, String command, String purpose, String details, String... examples) {
        this.side = side;
        this.command = command;
        this.purpose = purpose;
        this.details = details;
        this.examples = examples;
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
        return side.equals(SERVER.side) ? SERVER : CLIENT;
    }

    /** Whether it is no command. */
    boolean isChat() {
        return command == null;
    }

    /** Whether it is the command {@code send}. */
    boolean sends() {
        return CommandName.SEND.equals(command);
    }

    /** Whether it is the command {@code receive}. */
    boolean receives() {
        return CommandName.RECEIVE.equals(command);
    }

    /** Whether it shows text. */
    boolean showsText() {
        return isChat() || receives();
    }

    /** Whether it is the command {@code picture}. */
    boolean sharesPicture() {
        return CommandName.PICTURE.equals(command);
    }

    /** Whether it lets others view frames or a picture. */
    boolean publishes() {
        return this == FRAME_SERVER || this == PICTURE_SERVER;
    }

    /** Whether it has a session, and no frames. */
    boolean passesMessages() {
        return showsText() || sends();
    }

    /** The channel that frames and pictures use unless told otherwise: it must not meet with a chat by mistake. */
    String defaultKey() {
        return command;
    }

    /** For the help text. */
    String[] description() {
        return new String[] {purpose, "", details, ""};
    }

    /** What of its jar it is; null for the chat. */
    String command() {
        return command;
    }

    /** What it is for, in a sentence. */
    String purpose() {
        return purpose;
    }

    /** Command lines, for the help text. */
    List<String> examples() {
        return Stream.of(examples).map(example -> call() + " " + example).toList();
    }
}
