// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import java.time.Duration;

/** Phrases for people, and what people write, that more than one place uses. */
final class Words {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private Words() {
    }

    /** The first line of a text file, without the mark that editors on Windows put in front of it. */
    static String unmarked(String line) {
        return line.startsWith(BYTE_ORDER_MARK) ? line.substring(BYTE_ORDER_MARK.length()) : line;
    }

    /** "1 message", "2 messages". */
    static String messages(long count) {
        return count == 1 ? "1 message" : count + " messages";
    }

    /** "1 time", "2 times". */
    static String times(long count) {
        return count == 1 ? "1 time" : count + " times";
    }

    /** "500ms", "10s", "2m": as the settings have it. */
    static String time(Duration time) {
        long ms = time.toMillis();
        if (ms % 1000 != 0) {
            return ms + "ms";
        }
        long seconds = ms / 1000;
        return seconds % 3600 == 0 && seconds > 0 ? seconds / 3600 + "h"
                : seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** Whether somebody has written it; what is about files is told with the files. */
    static boolean isLine(Message message) {
        return message.kind() != MessageKind.FILE;
    }

    /** Why a peer is gone, to follow its description. */
    static String gone(Detachment detachment) {
        String detail = detachment.detail() == null ? "" : ": " + Visible.inline(detachment.detail());
        return switch (detachment.reason()) {
            case CLOSED_HERE -> "was dismissed";
            case CLOSED_BY_PEER -> "left";
            case PEER_DIED -> "died" + detail;
            case FAILED -> "was dropped" + detail;
        };
    }
}
