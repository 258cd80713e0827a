// SPDX-License-Identifier: Apache-2.0
package io.shmooze.picture;

import io.shmooze.frame.Frame;
import io.shmooze.frame.FrameFormat;
import io.shmooze.frame.FramePublisher;
import java.awt.image.BufferedImage;
import java.time.Duration;

/** The holder's end of a shared picture: a publisher of frames that change seldom. */
final class HeldPicture implements SharedPicture {
    private final FramePublisher publisher;
    private boolean changed;

    /** Without a picture yet. {@link #close} closes the publisher. */
    HeldPicture(FramePublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void publish(BufferedImage image) {
        FrameFormat format = Pixels.format(image);
        Pixels.write(image, publisher.begin(format));
        publisher.publish();
        changed = true;
    }

    @Override
    public BufferedImage load() {
        changed = false;
        Frame newest = publisher.newest();
        return newest == null ? null : Pixels.read(newest);
    }

    /** Never waits, because nobody else publishes. */
    @Override
    public boolean awaitChange(Duration timeout) {
        return changed;
    }

    @Override
    public void close() {
        publisher.close();
    }
}
