// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * Removes the files of killed servers: segments whose handshake was not finished, and frames. They may hold a lot of
 * memory. The next server in the directory removes them. If none comes, the viewers of frames remove those when they
 * leave.
 */
public final class StaleFiles {
    private static final String KEY = "[0-9a-f]{32}";
    private static final Pattern OF_ANY = Pattern.compile("(.+)" + tail(KEY, "(segment|frame)"));

    private StaleFiles() {
    }

    private static String tail(String key, String kind) {
        return "\\.[0-9]+\\." + key + "\\." + kind;
    }

    /**
     * Removes all the files of one publisher of frames. For the publisher itself, and for callers that know that it is
     * dead.
     *
     * @param directory where
     * @param channel the publisher's
     * @param key of the publisher, 32 hexadecimal digits, which no other publisher has
     * @throws IOException if the file system refuses
     */
    public static void removeFrames(SegmentDirectory directory, String channel, String key) throws IOException {
        removeAll(directory, Pattern.compile(Pattern.quote(channel) + tail(key, "frame")));
    }

    /**
     * Removes all the files of one publisher of frames, unless some server serves its channel: the publisher, which
     * lives after all, or the next one. Needs no lock, because no other publisher has files with this key. Files that
     * cannot be removed stay.
     *
     * @param directory where
     * @param channel the publisher's
     * @param key of the publisher, 32 hexadecimal digits
     */
    public static void removeFramesUnlessServed(SegmentDirectory directory, String channel, String key) {
        try {
            if (!isServed(directory.socket(channel))) {
                removeFrames(directory, channel, key);
            }
        } catch (IOException e) {
            // They may belong to another user, and are not this process's to remove then.
            logKept(channel, e);
        }
    }

    private static boolean isServed(Path socket) throws IOException {
        if (Files.notExists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(socket));
            return true;
        } catch (ConnectException e) {
            return false;
        }
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
     * Removes what dead servers left of all channels that nobody serves now, because nobody else may come. Files that
     * cannot be removed stay.
     *
     * @param directory where
     * @throws IOException if the directory cannot be read
     */
    public static void removeUnserved(SegmentDirectory directory) throws IOException {
        for (String channel : channels(directory)) {
            try {
                ChannelLock.runUnlessServed(directory, channel, () -> remove(directory, channel));
            } catch (IOException e) {
                // Another process removes them at the same time, or the directory now belongs to another user.
                logKept(channel, e);
            }
        }
    }

    private static void logKept(String channel, IOException e) {
        LoggerFactory.getLogger(StaleFiles.class).debug("The files of channel '{}' stay: {}", channel, e.toString());
    }

    /** The channels that have such files, whether their servers live or not. */
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

    private static void removeAll(SegmentDirectory directory, Pattern names) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.path(),
                file -> names.matcher(file.getFileName().toString()).matches())) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
