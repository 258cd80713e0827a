// SPDX-License-Identifier: Apache-2.0
package io.shmooze.picture;

import io.shmooze.ChannelKind;
import io.shmooze.ProtocolException;
import io.shmooze.SessionClosedException;
import io.shmooze.ShmoozeException;
import io.shmooze.UsageException;
import io.shmooze.frame.FramePublisher;
import io.shmooze.frame.FrameViewer;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.function.Function;

/**
 * A picture that one process holds in shared memory and others load:
 *
 * <pre>{@code
 * SharedPicture held = SharedPicture.share(ShmoozeServer.builder("photo")::publishFrames);
 * SharedPicture viewed = SharedPicture.open(ShmoozeClient.builder("photo")::viewFrames);
 * }</pre>
 *
 * <p>A viewer always loads a whole picture, the old or the new one, while the holder publishes. Neither waits for the
 * other. The memory has the size of the picture; larger memory is made when the next picture does not fit.
 *
 * <p><b>Threads.</b> One thread at a time, except that any thread may {@link #close} a viewer, which ends its {@link
 * #awaitChange}.
 */
public interface SharedPicture extends AutoCloseable {
    /**
     * Starts to hold a picture that others load.
     *
     * @param server the method of a server's builder that starts a publisher of frames of this kind
     * @return without a picture yet; to be closed by the caller
     * @throws ShmoozeException whatever the builder throws
     */
    static SharedPicture share(Function<ChannelKind, FramePublisher> server) {
        return new HeldPicture(server.apply(ChannelKind.PICTURE));
    }

    /**
     * Attaches to the holder of a picture, and waits for one if there is none.
     *
     * @param client the method of a client's builder that attaches a viewer of frames of this kind
     * @return to be closed by the caller
     * @throws ShmoozeException whatever the builder throws
     */
    static SharedPicture open(Function<ChannelKind, FrameViewer> client) {
        return new ViewedPicture(client.apply(ChannelKind.PICTURE));
    }

    /**
     * Replaces the last picture and wakes the viewers.
     *
     * @param image of any type; pixels of 8 or 16 bits grey, or 8 bits red, green and blue with or without alpha stay
     *     as they are, others are converted to those
     * @throws UsageException if it is over the limit
     * @throws IllegalStateException if this process is a viewer
     */
    void publish(BufferedImage image);

    /**
     * Copies the picture out.
     *
     * @return an image of its own; null if there is none yet
     * @throws ProtocolException if the memory holds no valid picture
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

    /** Releases the memory. If the holder closes, the picture is gone. Idempotent. */
    @Override
    void close();
}
