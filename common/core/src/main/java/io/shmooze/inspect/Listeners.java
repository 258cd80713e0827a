// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The Unix sockets that processes of any user listen on, which the system shows to everybody. */
public final class Listeners {
    private static final Path SOCKETS = Path.of("/proc/net/unix");

    private Listeners() {
    }

    /**
     * Where channels of a name are served.
     *
     * @param channel the name
     * @return directories of all users; empty if there are none, or the system does not tell
     */
    public static List<Path> directories(String channel) {
        return directories(SOCKETS, channel);
    }

    static List<Path> directories(Path sockets, String channel) {
        return all(sockets).stream().filter(socket -> socket.endsWith(channel + ".sock")).map(Path::getParent).toList();
    }

    /** The sockets that have names in the file system. */
    static Set<Path> all(Path sockets) {
        Set<Path> found = new LinkedHashSet<>();
        try {
            String text = new String(Files.readAllBytes(sockets), StandardCharsets.UTF_8);
            text.lines().map(line -> line.split(" +", 8)).filter(words -> words.length == 8
                    && words[3].equals("00010000") && words[7].startsWith("/"))
                    .forEach(words -> found.add(Path.of(words[7])));
            return found;
        } catch (IOException | InvalidPathException e) {
            // Without it, a channel is only said not to be there.
            return found;
        }
    }
}
