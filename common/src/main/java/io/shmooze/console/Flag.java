// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.EnumSet;
import java.util.Set;

/** An option that is no setting: it says what one run is to do, so it has no place in a file that many runs share. */
enum Flag {
    NULL("--null", "-0", null,
            "In a pipe, messages are separated by NUL instead of newline, both ways. Use it for messages that contain "
                    + "newlines."),
    ROOM("--room", null, null, "Relay each client's messages to the other clients, with \"name: \" in front."),
    EXIT_WHEN_ALONE("--exit-when-alone", null, null,
            "Leave when the last client has left and the input is at its end. An input that has given nothing at all "
                    + "by then does not keep the server."),
    LINGER("--linger", null, "TIME",
            "In a pipe, when everything was handled, stay and receive that long before leaving.%n  Default: 0s"),
    ACCEPT("--accept", null, "DIR",
            "Take every file that is offered, and put it into this folder. Without it, a terminal asks, and a pipe "
                    + "refuses."),
    CHANNEL("--channel", null, "NAME", "The channel's name, 1 to 64 of A-Z a-z 0-9 . _ -%n  Default: chat"),
    TRUNCATE("--truncate", null, null,
            "With --protocol qt, cut messages of more than 1,024 bytes, as Qt programs do, instead of leaving them "
                    + "out."),
    CONFIG("--config", null, "FILE",
            "Read settings from this file.%n  Default: the one that SHMOOZE_CONFIG names, if any"),
    VERBOSE("--verbose", null, null, "Log details and stack traces to standard error."),
    HELP("--help", "-h", null, "Print this text and exit."),
    VERSION("--version", "-V", null, "Print the version and exit.");

    private static final Set<Flag> SERVER_ONLY = EnumSet.of(ROOM, EXIT_WHEN_ALONE);
    private static final Set<Flag> SEND = EnumSet.of(ACCEPT, CHANNEL, CONFIG, VERBOSE, HELP, VERSION);

    private final String option;
    private final String shortOption;
    private final String placeholder;
    private final String meaning;

    Flag(String option, String shortOption, String placeholder, String meaning) {
        this.option = option;
        this.shortOption = shortOption;
        this.placeholder = placeholder;
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

    /** What the help text calls its value; null if it takes none. */
    String placeholder() {
        return placeholder;
    }

    /** For the help text. */
    String meaning() {
        return meaning;
    }

    /** Whether it can be given with the command {@code send}. */
    boolean belongsToSend() {
        return SEND.contains(this);
    }

    boolean belongsTo(Role role) {
        return this != CHANNEL && (role == Role.SERVER ? this != LINGER : !SERVER_ONLY.contains(this));
    }
}
