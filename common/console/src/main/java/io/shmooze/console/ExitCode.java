// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.CannotCreateException;
import io.shmooze.NotPermittedException;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The exit codes of the programs. From 69 on, the numbers are those of BSD's sysexits.h. */
enum ExitCode {
    DONE(0, "done"),
    FAILED(1, "failed, or something was left out, or no Java runtime fits; standard error says what"),
    USAGE(2, "an option, a setting, the channel's name or a path is not usable"),
    UNAVAILABLE(69, "nobody serves this channel, or it is full"),
    CANNOT_CREATE(73, "the channel or a session cannot be created; another server may have the channel"),
    NOT_PERMITTED(77, "not permitted"),
    INTERRUPTED(130, "Ctrl-C while nobody was there yet");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    static ExitCode of(Throwable error) {
        if (error instanceof UsageException) {
            return USAGE;
        }
        if (error instanceof UnavailableException) {
            return UNAVAILABLE;
        }
        if (error instanceof CannotCreateException) {
            return CANNOT_CREATE;
        }
        return error instanceof NotPermittedException ? NOT_PERMITTED : FAILED;
    }

    /** For the help text: every code with its meaning, in order. */
    static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        for (ExitCode exitCode : values()) {
            table.put(Integer.toString(exitCode.code), exitCode.meaning);
        }
        return table;
    }
}
