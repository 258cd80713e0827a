// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.inspect.ProcessStatus;
import io.shmooze.qt.QtObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Shared memory of Qt programs, as {@code ls} shows it. It has no sessions, so {@code ls} only says who has it. */
final class QtText {
    private QtText() {
    }

    static List<String> lines(List<QtObject> segments, int width) {
        List<String> lines = new ArrayList<>();
        segments.forEach(segment -> lines.addAll(Terminals.wrap(line(segment), "    ", width)));
        return lines;
    }

    private static String line(QtObject segment) {
        List<ProcessStatus> users = users(segment);
        // What Qt programs keep there, they do not say. Our own say it on their command line.
        boolean picture = users.stream().anyMatch(user -> CommandName.PICTURE.equals(ChannelText.command(user)));
        String name = segment.file() == null ? "key 0x" + Integer.toHexString(segment.key())
                : segment.file().toString();
        String state = segment.state() == QtObject.State.STALE ? "left by a dead process; qt-clean removes it"
                : users.isEmpty() ? Printable.inline(segment.reason())
                : "attached by " + users.stream().map(ChannelText::process).collect(Collectors.joining(", "));
        return "Qt " + (picture ? "picture " : "memory ") + Printable.inline(name)
                + (segment.size() < 0 ? "" : ", " + Quantities.bytes(segment.size())) + ": " + state;
    }

    private static List<ProcessStatus> users(QtObject segment) {
        return segment.users().stream().map(ProcessStatus::of).filter(Objects::nonNull).toList();
    }

    /** For {@link Json}. */
    static Map<String, Object> json(QtObject segment) {
        return Json.map("file", segment.file(), "key", segment.id() < 0 ? null : segment.key(),
                "bytes", segment.size() < 0 ? null : segment.size(), "attached",
                segment.attached() < 0 ? null : segment.attached(),
                "state", segment.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                "reason", segment.reason().isEmpty() ? null : segment.reason(),
                "processes", users(segment).stream().map(ChannelJson::process).toList());
    }
}
