// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import io.shmooze.frame.FramePublisher;
import io.shmooze.picture.Pixels;
import io.shmooze.segment.SegmentDirectory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The pictures in a folder, again and again. Each is read when it is due, so a high rate may not be reached. */
final class PictureFolder implements FrameSource {
    private final Path folder;
    private final List<Path> files;
    private int next;

    PictureFolder(Path folder) {
        this.folder = folder;
        try (var found = Files.list(folder)) {
            files = found.filter(PictureFiles::isPicture).sorted().toList();
        } catch (IOException e) {
            throw new UsageException("Option --pictures: cannot read the folder " + folder + ": "
                    + SegmentDirectory.reason(e), e);
        }
        if (files.isEmpty()) {
            throw new UsageException("Option --pictures: there is no picture in " + folder);
        }
    }

    @Override
    public String description() {
        return files.size() + (files.size() == 1 ? " picture" : " pictures") + " from " + folder;
    }

    @Override
    public void publishNext(FramePublisher publisher) {
        BufferedImage image = PictureFiles.read(files.get(next));
        next = (next + 1) % files.size();
        Pixels.write(image, publisher.begin(Pixels.format(image)));
        publisher.publish();
    }
}
