// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** The segments of handshakes and the frames that killed servers have left in a directory. */
public final class Leftovers {
    private static final String KEY = "[0-9a-f]{32}";
    private static final Pattern OF_ANY = Pattern.compile("(.+)" + tail(KEY, "(segment|frame)"));

    private Leftovers() {
    }

    private static String tail(String key, String kind) {
        return "\\.[0-9]+\\." + key + "\\." + kind;
    }

    /**
     * Removes all the files of one publisher of frames. For itself, and for those who know that it is dead.
     *
     * @param directory where
     * @param channel the publisher's
     * @param key of the publisher, 32 hexadecimal digits, which no other one has
     * @throws IOException if the file system refuses
     */
    public static void removeFrames(SegmentDirectory directory, String channel, String key) throws IOException {
        removeAll(directory, Pattern.compile(Pattern.quote(channel) + tail(key, "frame")));
    }

    /**
     * Removes what a channel's dead servers left. For the holder of the channel's lock.
     *
     * @param directory where
     * @param channel whose lock is held
     * @throws IOException if the file system refuses
     */
    public static void remove(SegmentDirectory directory, String channel) throws IOException {
        removeAll(directory, Pattern.compile(Pattern.quote(channel) + tail(KEY, "(segment|frame)")));
    }

    /**
     * Removes what dead servers of all channels left, because it may be a lot of memory and nobody else may come. What
     * cannot be removed stays.
     *
     * @param directory where
     * @throws IOException if the directory cannot be read
     */
    public static void removeAbandoned(SegmentDirectory directory) throws IOException {
        for (String channel : channels(directory)) {
            try {
                ChannelLock.whileNobodyServes(directory, channel, () -> remove(directory, channel));
            } catch (IOException e) {
                // Somebody else clears up, too, or has made it another user's.
                LoggerFactory.getLogger(Leftovers.class).debug("The files of channel '{}' stay: {}", channel,
                        e.toString());
            }
        }
    }

    /** Those that have such files, their servers' dead or not. */
    private static Set<String> channels(SegmentDirectory directory) throws IOException {
        Set<String> channels = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.path())) {
            for (Path file : files) {
                Matcher name = OF_ANY.matcher(file.getFileName().toString());
                if (name.matches()) {
                    channels.add(name.group(1));
                }
            }
        }
        return channels;
    }

    private static void removeAll(SegmentDirectory directory, Pattern ours) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.path(),
                file -> ours.matcher(file.getFileName().toString()).matches())) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
