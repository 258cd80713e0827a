// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.NotPermittedException;
import io.shmooze.UsageException;
import io.shmooze.segment.LockedFile;
import io.shmooze.segment.OutputFile;
import io.shmooze.segment.SegmentDirectory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import javax.imageio.ImageIO;

/** Reads and writes files in the picture formats of the JDK. */
final class PictureFiles {
    private static final String PNG = "png";

    private PictureFiles() {
    }

    /** Reads a picture; throws {@link UsageException} with a line for people if the file is not a picture. */
    static BufferedImage read(Path file) {
        ImageIO.setUseCache(false);
        if (Files.isDirectory(file)) {
            throw new UsageException("Not a picture but a folder: " + file);
        }
        try {
            if (LockedFile.isOpen(file)) {
                throw new UsageException("Not to be read while this program has it locked: " + file);
            }
            BufferedImage image = decode(file);
            if (image == null) {
                throw new UsageException(file + " is not a picture that this program knows: use one of "
                        + names(ImageIO.getReaderFormatNames()));
            }
            return image;
        } catch (NoSuchFileException e) {
            throw new UsageException("There is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new NotPermittedException("Not allowed to read " + file, e);
        } catch (IOException e) {
            throw new UsageException("Cannot read the picture " + file + ": " + SegmentDirectory.reason(e), e);
        }
    }

    private static BufferedImage decode(Path file) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            return ImageIO.read(bytes);
        }
    }

    /** Whether the file's suffix is that of a picture. */
    static boolean isPicture(Path file) {
        return Files.isRegularFile(file) && Arrays.asList(ImageIO.getReaderFileSuffixes()).contains(suffix(file));
    }

    /** Writes a picture in the format of the file's suffix; true if that replaced another file. */
    static boolean write(BufferedImage image, Path file) {
        byte[] bytes = encode(image, suffix(file));
        if (bytes == null) {
            throw new UsageException("Cannot save a picture of this kind as " + file + ": use the suffix .png");
        }
        return OutputFile.replace(file, bytes);
    }

    /** The picture as the content of a PNG file. */
    static byte[] png(BufferedImage image) {
        return encode(image, PNG);
    }

    /** Null if the format is not known or cannot represent the picture. */
    private static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            return ImageIO.write(image, format, bytes) ? bytes.toByteArray() : null;
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write to memory", e);
        }
    }

    private static String suffix(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String names(String[] names) {
        TreeSet<String> upper = new TreeSet<>();
        Arrays.stream(names).forEach(name -> upper.add(name.toUpperCase(Locale.ROOT)));
        return String.join(", ", upper);
    }
}
