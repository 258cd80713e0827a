// SPDX-License-Identifier: Apache-2.0
package io.shmooze.picture;

import io.shmooze.frame.Frame;
import io.shmooze.frame.FrameViewer;
import java.awt.image.BufferedImage;
import java.time.Duration;

/** A viewer's end of a shared picture. */
final class ViewedPicture implements SharedPicture {
    private final FrameViewer viewer;

    /** Attached to the holder. {@link #close} closes the viewer. */
    ViewedPicture(FrameViewer viewer) {
        this.viewer = viewer;
    }

    @Override
    public void publish(BufferedImage image) {
        throw new IllegalStateException("This process views the picture; only its holder publishes it");
    }

    @Override
    public BufferedImage load() {
        try (Frame frame = viewer.take()) {
            return frame == null ? null : Pixels.read(frame);
        }
    }

    @Override
    public boolean awaitChange(Duration timeout) {
        return viewer.await(timeout);
    }

    @Override
    public void close() {
        viewer.close();
    }
}
