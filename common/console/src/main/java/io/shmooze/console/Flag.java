// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An option that is not a setting. It is about a single run, so it does not belong in a file that many runs share. */
enum Flag {
    CHANNEL("--channel", null, "NAME", Roles.PASSING_MESSAGES,
            "The channel's name, 1 to 64 of A-Z a-z 0-9 . _ -; also a name that is a command%n  Default: chat"),
    CHECK("--check", null, null, Set.of(Role.RELAY_SERVER, Role.RELAY_CLIENT),
            "Say in one line whether NATS, JetStream, the streams and the permissions are as a relay needs them, and "
                    + "leave."),
    ACCEPT("--accept", null, "DIR", Roles.TAKING_FILES,
            "Accept every file that is offered, into this folder, which is created if it is missing. Without this "
                    + "option, a terminal asks, and a pipe refuses. A program whose input has ended does not stay for "
                    + "files: use receive for that."),
    AS("--as", null, "NAME", Set.of(Role.SEND_SERVER, Role.SEND_CLIENT),
            "The file's name at the receiver, if there is only one FILE.%n  Default: its name here"),
    ROOM("--room", null, null, Set.of(Role.SERVER),
            "Be a room: relay each client's messages to all others with \"NAME> \" in front, give every client a "
                    + "name of its own, and announce who joins and who leaves."),
    HISTORY("--history", null, "NUMBER", Set.of(Role.SERVER),
            "With --room, how many of the last lines a new member gets, 0 to 1000.%n  Default: 20"),
    HOST("--host", null, "NAME", Set.of(Role.SERVER),
            "With --room and --nats, what the others call this machine.%n  Default: its own name"),
    STREAM("--stream", null, "NAME", Set.of(Role.SERVER),
            "With --room and --nats, the stream with the lines, 1 to 64 of A-Z a-z 0-9 _ -. It is created if there is "
                    + "none, and may have several rooms.%n  Default: shmooze-rooms"),
    MAX_AGE("--max-age", null, "TIME", Set.of(Role.SERVER),
            "How long a stream that is created keeps lines, 1s to 3650d.%n  Default: 7d"),
    MAX_BYTES("--max-bytes", null, "SIZE", Set.of(Role.SERVER),
            "How many bytes a stream that is created keeps, 1K to 1G; then the oldest lines go.%n  Default: 256M"),
    EXIT_AT_END("--exit-at-end", null, null, Set.of(Role.SERVER),
            "In a pipe, at the end of the input, wait until every client has handled everything, then leave."),
    EXIT_WHEN_ALONE("--exit-when-alone", null, null, Set.of(Role.SERVER),
            "Leave when the last client has left and the input has ended or has given nothing at all. Leave too if "
                    + "the last client did not take all of the input: that is reported, with exit code 1. A client "
                    + "that runs receive stays as long as the server: use --exit-at-end for it."),
    LINGER("--linger", null, "TIME", Set.of(Role.CLIENT),
            "In a pipe, when everything was handled, stay and receive for this long before leaving.%n  Default: 0s"),
    NULL("--null", "-0", null, Roles.SHOWING_TEXT,
            "In a pipe, messages are separated by NUL instead of newline, both ways. Use it for messages that contain "
                    + "newlines."),
    TRUNCATE("--truncate", null, null, Set.of(Role.SERVER, Role.CLIENT),
            "With --protocol qt, cut messages that are longer than the mailbox, as Qt programs do, instead of leaving "
                    + "them out."),
    KEY("--key", null, "KEY",
            Set.of(Role.FRAME_SERVER, Role.FRAME_CLIENT, Role.PICTURE_SERVER, Role.PICTURE_CLIENT),
            "The name that both sides share, 1 to 64 of A-Z a-z 0-9 . _ -%n  Default: the command's name"),
    SIZE("--size", null, "WIDTHxHEIGHT", Set.of(Role.FRAME_SERVER),
            "The size of the test pattern, in pixels of four bytes.%n  Default: 1920x1080"),
    RATE("--rate", null, "NUMBER", Set.of(Role.FRAME_SERVER),
            "Frames a second, 1 to 10000; 0 for as many as possible.%n  Default: 60"),
    PICTURES("--pictures", null, "DIR", Set.of(Role.FRAME_SERVER),
            "Publish the pictures in this folder in the order of their names, again and again."),
    COUNT("--count", null, "NUMBER", Set.of(Role.FRAME_SERVER, Role.FRAME_CLIENT), "Leave after this many frames."),
    SPAWN("--spawn", null, "COMMAND", Set.of(Role.FRAME_SERVER),
            "Run this shell command when no viewer is attached, one at a time. Run it again when it has ended, unless "
                    + "it ended within a second three times in a row."),
    FRAMES_TO("--output", "-o", "DIR", Set.of(Role.FRAME_CLIENT),
            "Save each frame taken as frame-NUMBER.png in this folder, which is created if it is missing; as "
                    + "frame-RUN-NUMBER.png if the folder has frames already or the numbers begin again. Nothing is "
                    + "overwritten."),
    PICTURE_TO("--output", "-o", "FILE", Set.of(Role.PICTURE_CLIENT),
            "Save the picture in this file, in the format that the name's suffix says. A file of that name is "
                    + "replaced. If FILE is -, write PNG to standard output."),
    SHOW("--show", null, null, Set.of(Role.FRAME_CLIENT, Role.PICTURE_CLIENT),
            "Open a window that follows every change. Closing it, also with q or Escape, ends the program."),
    INTERVAL("--interval", null, "TIME", Roles.LISTING,
            "Look a second time after this time, such as 1s, and show what has moved."),
    PERIOD("--interval", null, "TIME", Roles.TOP, "How often to look, 100ms to 24h.%n  Default: 1s"),
    SORT("--sort", null, "ORDER", Roles.TOP,
            "The first order: messages, bytes, lag, cpu or sleeps, the most first; age, the oldest first; or name.%n"
                    + "  Default: messages"),
    ONCE("--once", null, null, Roles.TOP,
            "Look twice, print the table once, and leave. Needs no terminal."),
    JSON("--json", null, null, Roles.LOOKING, "Print JSON for programs."),
    FOLLOW("--follow", "-f", null, Roles.TAILING,
            "Go on with what passes from now on, also in sessions that begin later, until Ctrl-C or until the server "
                    + "and the last session have gone."),
    LAST("--last", "-n", "NUMBER", Roles.TAILING,
            "Of what stands there at the beginning, show only so many of the last messages, 0 to 1000000. 0 with "
                    + "--follow: only what passes from now on.%n  Default: all"),
    RECORD("--record", null, "FILE", Roles.TAILING,
            "Follow, and instead of printing messages write them to this file as a whole, with times and what was "
                    + "missed, for replay. A file of that name is not replaced."),
    FROM("--from", null, "SIDE", Roles.OF_A_RECORDING,
            "Only what this side has sent, server or client.%n  Default: of tail both, of replay client"),
    SPEED("--speed", null, "HOW", Set.of(Role.REPLAY_CLIENT),
            "recorded: with the pauses between messages that were recorded; full: as fast as the server handles "
                    + "them.%n  Default: recorded"),
    SESSION("--session", null, "NUMBER", Roles.OF_ONE_SESSION,
            "Only the session with this number.%n  Default: all"),
    MOST_FRAMES("--frames", null, "NUMBER", Roles.INSPECTING,
            "How many frames of each direction to show, 0 to 100000.%n  Default: 20"),
    PAYLOAD("--payload", null, "HOW", Roles.INSPECTING,
            "Show the first bytes of each frame: as text, with control characters made visible, or as hex."),
    PAYLOADS("--payload", null, "HOW", Roles.TAILING,
            "Show all contents as text, with control characters made visible, or as hex.%n  Default: texts as text, "
                    + "others as hex"),
    MOST_BYTES("--bytes", null, "SIZE", Roles.TAILING,
            "How much of each message to show, in bytes, 0 to 1G.%n  Default: 1K"),
    CONFIG("--config", null, "FILE", EnumSet.allOf(Role.class),
            "Read settings from this file.%n  Default: the one that SHMOOZE_CONFIG names, if any"),
    VERBOSE("--verbose", null, null, EnumSet.allOf(Role.class), "Log details and stack traces to standard error."),
    HELP("--help", "-h", null, EnumSet.allOf(Role.class), "Print this text and exit."),
    VERSION("--version", "-V", null, EnumSet.allOf(Role.class), "Print the version and exit.");

    /** In a class of its own, because an enum constant cannot refer to a static field of its enum. */
    private static final class Roles {
        private static final Set<Role> SHOWING_TEXT = of(Role::showsText);
        private static final Set<Role> LOOKING = of(role -> role.looks() && !role.tails());
        private static final Set<Role> TOP = of(Role::watches);
        private static final Set<Role> LISTING = of(role -> LOOKING.contains(role) && !role.watches());
        private static final Set<Role> TAKING_FILES = of(role -> role.showsText() || role.sends());
        private static final Set<Role> INSPECTING = of(Role::inspects);
        private static final Set<Role> TAILING = of(Role::tails);
        private static final Set<Role> OF_A_RECORDING = of(role -> role.tails() || role.replays());
        private static final Set<Role> OF_ONE_SESSION = of(role -> role.inspects() || role.tails() || role.replays());
        private static final Set<Role> PASSING_MESSAGES = of(Role::passesMessages);

        private static Set<Role> of(Predicate<Role> condition) {
            return Stream.of(Role.values()).filter(condition).collect(Collectors.toUnmodifiableSet());
        }
    }

    private final String option;
    private final String shortOption;
    private final String placeholder;
    private final Set<Role> roles;
    private final String meaning;

    Flag(String option, String shortOption, String placeholder, Set<Role> roles, String meaning) {
        this.option = option;
        this.shortOption = shortOption;
        this.placeholder = placeholder;
        this.roles = roles;
        this.meaning = meaning;
    }

    /** The long name. */
    String option() {
        return option;
    }

    /** All names, the short one first. */
    String[] options() {
        return shortOption == null ? new String[] {option} : new String[] {shortOption, option};
    }

    /** The name of its value in the help text; null if it takes no value. */
    String placeholder() {
        return placeholder;
    }

    /** For the help text. */
    String meaning() {
        return meaning;
    }

    boolean belongsTo(Role role) {
        return roles.contains(role);
    }
}
