// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.List;
import java.util.stream.Stream;

/** The program that runs: one of the two chat programs, or one of their commands. */
public enum Role {
    /** The program that serves a channel. */
    SERVER("server", null,
            "Serves a channel: prints what each client sends, and sends its input to every client.",
            Texts.MODES + "While no client is attached, the input waits. At the end of the input the server goes on "
                    + "until SIGTERM or Ctrl-C, unless --exit-at-end or --exit-when-alone says otherwise.",
            "--room --name host", "--exit-at-end numbers < lines.txt"),
    /** The program that attaches to a channel. */
    CLIENT("client", null,
            "Attaches to a channel: sends its input, and prints what the server sends.",
            Texts.MODES + "At the end of the input the client waits until the server has handled everything, then "
                    + "leaves, even if the server goes on sending: to stay for that, use receive, or --linger. When "
                    + "the server leaves, the client waits for the next one, and sends it what the old one had not "
                    + "handled.",
            "--name alice", "numbers < lines.txt"),
    /** Sends files to clients. */
    SEND_SERVER("server", CommandName.SEND,
            "Sends files to the clients that are attached, once there is one, and leaves.", Texts.SENDING,
            Texts.SEND_ONE, Texts.SEND_MANY),
    /** Sends files to a server. */
    SEND_CLIENT("client", CommandName.SEND, "Sends files to the server, and leaves.", Texts.SENDING,
            Texts.SEND_ONE, Texts.SEND_MANY),
    /** Receives from clients. */
    RECEIVE_SERVER("server", CommandName.RECEIVE,
            "Receives what clients send, and leaves when the last one has left.", Texts.RECEIVING,
            Texts.RECEIVE_LINES, Texts.RECEIVE_FILES),
    /** Receives from a server. */
    RECEIVE_CLIENT("client", CommandName.RECEIVE,
            "Receives what the server sends, and leaves when the server has left.", Texts.RECEIVING + " To make the "
                    + "server leave when it has sent its input, start it with --exit-at-end.",
            Texts.RECEIVE_LINES, Texts.RECEIVE_FILES),
    /** Publishes frames. */
    FRAME_SERVER("server", CommandName.FRAMES,
            "Publishes frames in shared memory: a test pattern with a running clock, or pictures from a folder. "
                    + "Viewers take the newest one; they never slow this program down.",
            "Goes on until SIGTERM or Ctrl-C.",
            "--size 640x480 --rate 30", "--key slides --pictures photos --rate 1"),
    /** Views frames. */
    FRAME_CLIENT("client", CommandName.FRAMES,
            "Views the frames of shmooze-server frames: takes the newest one, shows or saves it, and prints "
                    + "on standard error how many came, how many were missed, and how old they were.",
            "When the publisher leaves, the program waits for the next one.",
            "--show", "--key slides -o saved --count 10"),
    /** Holds a picture. */
    PICTURE_SERVER("server", CommandName.PICTURE,
            "Loads a picture into shared memory and holds it there until SIGTERM or Ctrl-C.",
            "Each line of standard input names the file of the next picture, which replaces the last one. With "
                    + "--protocol qt, --qt-key instead of --key names a QSharedMemory, and the picture is held as "
                    + "a Qt program's QDataStream << QPixmap writes it. If a picture does not fit and no other "
                    + "process is attached, a larger QSharedMemory replaces it; else an error is printed, and the "
                    + "last picture stays.",
            "photo.png --key photo", "photo.png --protocol qt --qt-key QSharedMemoryExample"),
    /** Saves or shows a picture. */
    PICTURE_CLIENT("client", CommandName.PICTURE,
            "Saves or shows the picture that shmooze-server picture holds.",
            "Without -o or --show the program prints the size of the picture. With --protocol qt it reads the "
                    + "picture that any program holds in the QSharedMemory --qt-key, as QDataStream << QPixmap writes "
                    + "it. Qt does not announce changes, so --show looks once a second; when the picture is gone, it "
                    + "waits for the next one as long as --reconnect-timeout says. Data that is not a picture, or a "
                    + "damaged picture, is reported with exit code 1.",
            "--key photo -o copy.png", "--show --protocol qt --qt-key QSharedMemoryExample"),
    /** Lists channels. */
    LS_SERVER("server", CommandName.LS, Texts.LISTING, Texts.LISTED, "", "--interval 1s"),
    /** Lists channels. */
    LS_CLIENT("client", CommandName.LS, Texts.LISTING, Texts.LISTED, "", "--interval 1s"),
    /** Watches sessions. */
    TOP_SERVER("server", CommandName.TOP, Texts.WATCHING, Texts.WATCHED, "", "--once --sort lag"),
    /** Watches sessions. */
    TOP_CLIENT("client", CommandName.TOP, Texts.WATCHING, Texts.WATCHED, "", "--once --sort lag"),
    /** Serves a channel whose server is on another machine. */
    RELAY_SERVER("server", CommandName.RELAY,
            "Serves a channel whose server is on another machine, where shmooze-client relay is at work.",
            Texts.RELAYING, Texts.RELAY, Texts.RELAY_CHECK),
    /** Attaches the clients of another machine. */
    RELAY_CLIENT("client", CommandName.RELAY,
            "Attaches to a channel for the clients on another machine, where shmooze-server relay is at work.",
            Texts.RELAYING, Texts.RELAY, Texts.RELAY_CHECK),
    /** Looks at sessions. */
    INSPECT_SERVER("server", CommandName.INSPECT, Texts.INSPECTING, Texts.INSPECTED,
            "--interval 1s", "--payload hex numbers"),
    /** Looks at sessions. */
    INSPECT_CLIENT("client", CommandName.INSPECT, Texts.INSPECTING, Texts.INSPECTED,
            "--interval 1s", "--payload hex numbers"),
    /** Follows sessions. */
    TAIL_SERVER("server", CommandName.TAIL, Texts.TAILING, Texts.TAILED, Texts.TAIL_FOLLOW, Texts.TAIL_LAST),
    /** Follows sessions. */
    TAIL_CLIENT("client", CommandName.TAIL, Texts.TAILING, Texts.TAILED, Texts.TAIL_FOLLOW, Texts.TAIL_LAST),
    /** Sends what was recorded. */
    REPLAY_CLIENT("client", CommandName.REPLAY,
            "Sends to a channel what one side has sent in a recording of tail --record, as one client.",
            "Texts and bytes are sent in the order of the recording, of all its sessions. Questions are asked, at the "
                    + "end their answers are awaited, and their numbers are printed; the answers are not. Answers, "
                    + "failures, typed calls and steps of file transfers are left out and counted, because they "
                    + "belong to the session in which they were recorded. What the server sends is read and dropped, "
                    + "and its questions fail. Exit code 0: all was sent and handled, and each question answered. 1: "
                    + "something was left out or not answered, or the file is damaged; what stands before the damage "
                    + "is sent. 2: the file is no recording.",
            "chat.tape chat", "--speed full --from server chat.tape test");

    /** In a class of its own, because an enum constant cannot refer to a static field of its enum. */
    private static final class Texts {
        private static final String MODES = "On a terminal: a prompt; /help lists its commands. In a pipe: each line "
                + "of standard input is a message, each message received is a line of standard output, everything "
                + "else goes to standard error. ";
        private static final String SENDING = "Each receiver is asked, or has --accept DIR. Nothing is overwritten. "
                + "Ctrl-C cancels. A file that a crash has interrupted is continued when it is sent again.";
        private static final String SEND_ONE = "report.pdf";
        private static final String SEND_MANY = "--channel photos one.jpg two.jpg";
        private static final String RECEIVING = "Each message is a line of standard output; with --accept DIR, files "
                + "are accepted, too. Standard input is not read. If the other side dies instead of leaving, the exit "
                + "code is not 0.";
        private static final String RELAYING = "Everything passes NATS with JetStream: messages of any size, questions "
                + "and calls, both ways, session by session. Goes on until SIGTERM or Ctrl-C, also while NATS or the "
                + "other relay is away. Both relays need the same --max-message-length as the programs.";
        private static final String RELAY = "quotes --nats nats://host:4222";
        private static final String RELAY_CHECK = "quotes --nats nats://host:4222 --check";
        private static final String RECEIVE_LINES = "numbers > lines.txt";
        private static final String RECEIVE_FILES = "--accept inbox photos";
        private static final String LISTING = "Lists your channels and their sessions, and what dead processes have "
                + "left; all users' if you are root.";
        private static final String LISTED = "It only reads: the programs are not asked, not slowed down, and may be "
                + "stopped. Each session has two lines, one for each direction: how many messages and bytes were sent, "
                + "how many of them are not acknowledged, and what the reader does. A message is acknowledged when the "
                + "reader's callback has returned. A dash is what the session does not tell, because a peer in "
                + "another language does not count. Without --directory, every directory that is in use is looked at.";
        private static final String WATCHING = "Watches all your sessions on a terminal: rates, lag, and the processor "
                + "time of both processes; all users' if you are root.";
        private static final String WATCHED = "It only reads, as ls does. Each session has two lines, one for each "
                + "direction. LAG is about how long a message waits until it is handled: what waits, by the rate at "
                + "which it is handled; \">\" says that nothing was handled for so long. CPU is of the reader's whole "
                + "process, 100% for one processor. SLEEPS/S is how often the reader sleeps, and BELLS/S how often it "
                + "is woken. In a narrow terminal some columns are left out. The keys are shown at the bottom. With "
                + "--once --json it prints what ls --interval --json prints.";
        private static final String INSPECTING = "Shows the sessions of a channel in full: the words of the shared "
                + "memory, the frames that wait in it, and in words what each side waits for.";
        private static final String INSPECTED = "It only reads: the programs are not asked, not slowed down, and may "
                + "be stopped. With --interval, a second look shows what has moved, and how fast.";
        private static final String TAILING = "Prints the messages that still stand in the sessions of a channel, and "
                + "with --follow those that pass from now on, both ways.";
        private static final String TAILED = "It only reads: the programs are not asked, not slowed down, and may be "
                + "stopped. Each message is a line: the number of its session, the side that has sent it, its kind, "
                + "and its content, with control characters made visible. What still stands are messages that are not "
                + "acknowledged, and those before them that were not overwritten yet: a short while of a busy "
                + "session. While something passes, a look is taken each millisecond, less often if it takes "
                + "more than a fiftieth of the time, and else each 50 ms. Messages that were overwritten before they "
                + "could be read are counted on standard error; a message is never shown in part. Lines of different "
                + "sides are in the order in which they were found.";
        private static final String TAIL_FOLLOW = "-f numbers";
        private static final String TAIL_LAST = "-n 10 --from client numbers";
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

    /** The command line that starts it, up to its options. */
    String call() {
        return ProgramCall.of(side) + (command == null ? "" : " " + command);
    }

    /** The chat program of the same jar, whose settings it shares. */
    Role chat() {
        return side.equals(SERVER.side) ? SERVER : CLIENT;
    }

    /** Whether it is a chat program, and not a command. */
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

    /** Whether it only looks at sessions of others. */
    boolean looks() {
        return CommandName.LS.equals(command) || inspects() || watches() || tails();
    }

    /** Whether it is the command {@code top}. */
    boolean watches() {
        return CommandName.TOP.equals(command);
    }

    /** Whether it is the command {@code inspect}. */
    boolean inspects() {
        return CommandName.INSPECT.equals(command);
    }

    /** Whether it is the command {@code tail}. */
    boolean tails() {
        return CommandName.TAIL.equals(command);
    }

    /** Whether it is the command {@code replay}. */
    boolean replays() {
        return this == REPLAY_CLIENT;
    }

    /** Whether it is the command {@code relay}. */
    boolean relays() {
        return CommandName.RELAY.equals(command);
    }

    /** Whether the word after the command is the channel. */
    boolean takesChannel() {
        return showsText() || relays() || inspects() || tails();
    }

    /** Whether it prints messages. */
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

    /** Whether its sessions carry messages or files, and not frames. */
    boolean passesMessages() {
        return showsText() || sends() || relays() || replays();
    }

    /** The default channel of frames and pictures; not that of the chat, so that the two never meet by mistake. */
    String defaultKey() {
        return command;
    }

    /** Whether it may reach other machines. */
    boolean reachesNats() {
        return this == SERVER || relays();
    }

    /** For the help text. */
    String[] description() {
        return new String[] {purpose, "", details, ""};
    }

    /** The word on the command line; null for the chat. */
    String command() {
        return command;
    }

    /** One sentence for the help text. */
    String purpose() {
        return purpose;
    }

    /** Whole command lines, for the help text. */
    List<String> examples() {
        return Stream.of(examples).map(example -> (call() + " " + example).strip()).toList();
    }
}
