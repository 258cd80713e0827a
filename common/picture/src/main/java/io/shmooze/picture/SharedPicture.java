// SPDX-License-Identifier: Apache-2.0
package io.shmooze.picture;

import io.shmooze.ProtocolException;
import io.shmooze.SessionClosedException;
import io.shmooze.UsageException;
import java.awt.image.BufferedImage;
import java.time.Duration;

/**
 * A picture that one process holds in shared memory and others load. The holder's is made by {@code
 * ShmoozeServer.builder(channel).sharePicture()}, the others' by {@code ShmoozeClient.builder(channel).openPicture()}.
 *
 * <p>Who loads gets a whole picture, old or new, whenever the holder publishes the next one, and neither waits for the
 * other. The memory is made to measure, and made anew when the next picture does not fit.
 *
 * <p><b>Threads.</b> One thread at a time, except that {@link #close} may be called from any at a viewer, and ends its
 * {@link #awaitChange}.
 */
public interface SharedPicture extends AutoCloseable {
    /**
     * Puts a picture in the place of the last one and tells the viewers.
     *
     * @param image of any type; pixels of 8 or 16 bits grey, or 8 bits red, green and blue with or without alpha stay
     *     as they are, others are converted to those
     * @throws UsageException if it is over the limit
     * @throws IllegalStateException if this process views and does not hold the picture
     */
    void publish(BufferedImage image);

    /**
     * Copies the picture out.
     *
     * @return an image of its own; null if there is none yet
     * @throws ProtocolException if what is in the memory is no picture
     */
    BufferedImage load();

    /**
     * Waits until there is a picture that was not loaded here yet.
     *
     * @param timeout how long to wait at most
     * @return false if there is none in time
     * @throws SessionClosedException if the holder is gone and nothing new is left to load, or this side is closed
     */
    boolean awaitChange(Duration timeout);

    /** Gives the memory back; the holder's picture is gone then. Idempotent. */
    @Override
    void close();
}
