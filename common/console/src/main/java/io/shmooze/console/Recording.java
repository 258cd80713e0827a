// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.CannotCreateException;
import io.shmooze.segment.OutputFile;
import io.shmooze.segment.SegmentDirectory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Saves frames in a folder, and overwrites nothing. The frames of one publisher are a run: {@code frame-NUMBER.png} in
 * a folder without frames, else {@code frame-RUN-NUMBER.png} with the next unused number of a run. When the numbers of
 * the frames begin again, a new run begins. For one thread.
 */
final class Recording {
    private static final Pattern SAVED = Pattern.compile("frame-(?:([0-9]{1,7})-)?[0-9]{8,}\\.png");

    private final Path folder;
    private final Consumer<String> announcer;
    private int run;
    private long last;

    /**
     * Finds out which runs the folder has.
     *
     * @param announcer gets one line when a run begins that is not the first
     */
    Recording(Path folder, Consumer<String> announcer) {
        this.folder = folder;
        this.announcer = announcer;
        beginRun();
    }

    void save(BufferedImage image, long number) {
        if (number <= last) {
            beginRun();
        }
        byte[] bytes = PictureFiles.png(image);
        while (!OutputFile.create(folder.resolve(name(number)), bytes)) {
            // Another process records into this folder.
            beginRun();
        }
        last = number;
    }

    private String name(long number) {
        return String.format(Locale.ROOT, "%s%08d.png", start(), number);
    }

    private String start() {
        return run == 1 ? "frame-" : "frame-" + run + "-";
    }

    private void beginRun() {
        try (Stream<Path> files = Files.list(folder)) {
            run = 1 + files.mapToInt(file -> run(file.getFileName().toString())).max().orElse(0);
        } catch (IOException e) {
            throw new CannotCreateException("Cannot look at the folder " + folder + ": " + SegmentDirectory.reason(e),
                    e);
        }
        if (run > 1) {
            announcer.accept("saving " + start() + "NUMBER.png, because there are frames in " + Printable.inline(
                    folder.toString()) + " already");
        }
    }

    /** The run of a saved frame; 0 for any other file. */
    private static int run(String name) {
        Matcher saved = SAVED.matcher(name);
        if (!saved.matches()) {
            return 0;
        }
        return saved.group(1) == null ? 1 : Integer.parseInt(saved.group(1));
    }
}
