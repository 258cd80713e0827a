// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import io.shmooze.client.ShmoozeClient;
import io.shmooze.picture.SharedPicture;
import io.shmooze.server.ShmoozeServer;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;

/** A picture that one process holds and another one loads, whole, whenever it changes. */
public final class Picture {
    private Picture() {
    }

    static SharedPicture hold(Path directory, BufferedImage image) {
        SharedPicture picture = SharedPicture.share(
                ShmoozeServer.builder("photo").directory(directory)::publishFrames);
        picture.publish(image);
        return picture;
    }

    static BufferedImage load(Path directory) {
        try (SharedPicture picture = SharedPicture.open(
                ShmoozeClient.builder("photo").directory(directory)::viewFrames)) {
            return picture.awaitChange(Duration.ofSeconds(60)) ? picture.load() : null;
        }
    }

    /**
     * Runs the ends.
     *
     * @param arguments as {@link Ends} says
     * @throws Exception if an end fails
     */
    public static void main(String[] arguments) throws Exception {
        BufferedImage image = new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB);
        image.setRGB(7, 11, 0x336699);
        Ends.run(arguments, directory -> hold(directory, image),
                directory -> System.out.println(Integer.toHexString(load(directory).getRGB(7, 11))));
    }
}
