// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Standard input, output and error as the caller gave them. All bytes of these descriptors pass through here.
 *
 * <p>A descriptor that the caller has closed does not stay closed: the JVM opens its own files on it, and later this
 * process would open a socket or a segment there. Such an input is empty, such an output fails, and what is said to
 * such an error stream is lost.
 */
public final class StandardStreams {
    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int ERRORS = 2;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path INFORMATION = Path.of("/proc/self/fdinfo");
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int NON_BLOCKING = 04000;
    private static final long PAUSE_NS = 10_000_000;

    /** Stay open, so that nothing else is opened in their place. */
    private static final List<FileInputStream> PLACEHOLDERS = new ArrayList<>();
    private static volatile boolean inputClosed;
    private static volatile boolean outputClosed;
    private static volatile boolean errorsClosed;

    private StandardStreams() {
    }

    /** Finds out what the caller has closed. To be called before the program opens anything. */
    public static void claim() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return;
        }
        inputClosed = isClosed(INPUT);
        outputClosed = isClosed(OUTPUT);
        errorsClosed = isClosed(ERRORS);
        if (inputClosed) {
            System.setIn(InputStream.nullInputStream());
        }
        if (outputClosed) {
            System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        }
        if (errorsClosed) {
            System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        }
    }

    private static boolean isClosed(int descriptor) {
        Path link = DESCRIPTORS.resolve(Integer.toString(descriptor));
        try {
            String target = Files.readSymbolicLink(link).toString();
            // What the JVM has opened by now are regular files, and what a caller passes on is not closed by exec.
            return target.startsWith("/") && !target.startsWith("/dev/")
                    && (hasFlag(descriptor, CLOSE_ON_EXEC) || isOwn(link) && !isOpenTwice(link));
        } catch (IOException e) {
            // Nothing is open there, and the next file would be.
            occupy();
            return true;
        }
    }

    private static void occupy() {
        try {
            PLACEHOLDERS.add(new FileInputStream("/dev/null"));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot open /dev/null in the place of a closed standard stream", e);
        }
    }

    private static boolean hasFlag(int descriptor, int flag) throws IOException {
        try (Stream<String> lines = Files.lines(INFORMATION.resolve(Integer.toString(descriptor)))) {
            return lines.filter(line -> line.startsWith("flags:")).map(line -> line.substring(6).strip())
                    .anyMatch(flags -> (Long.parseLong(flags, 8) & flag) != 0);
        }
    }

    /** Whether it is one of the files that the JVM opens without that flag. */
    private static boolean isOwn(Path link) {
        Stream<String> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
        String modules = System.getProperty("java.home") + "/lib/modules";
        return Stream.concat(Stream.of(modules), classPath).anyMatch(file -> isSame(link, file));
    }

    /** Whether the caller has passed on a file that the JVM has opened, too. */
    private static boolean isOpenTwice(Path link) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path other : descriptors) {
                if (!other.equals(link) && isSame(link, other.toString())) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isSame(Path link, String file) {
        try {
            return Files.isSameFile(link, Path.of(file));
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    /** Whether somebody has made standard input non-blocking, where the system tells. */
    static boolean isInputNonBlocking() {
        try {
            return hasFlag(INPUT, NON_BLOCKING);
        } catch (IOException e) {
            return false;
        }
    }

    /** Never closed here. Waits for bytes, also if the descriptor does not. For one thread. */
    @SuppressWarnings("resource")
    static InputStream input() {
        FileInputStream stream = new FileInputStream(FileDescriptor.in);
        return inputClosed ? InputStream.nullInputStream()
                : new PatientInput(stream, stream.getChannel(), DESCRIPTORS + "/" + INPUT);
    }

    /** Null if the caller has closed it. Never closed here: it belongs to the process. */
    @SuppressWarnings("resource")
    static GatheringByteChannel output() {
        return outputClosed ? null : new FileOutputStream(FileDescriptor.out).getChannel();
    }

    /** Where a child that shares standard output writes. */
    static ProcessBuilder.Redirect outputOfChild() {
        return outputClosed ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT;
    }

    /** Where a child that shares standard error complains. */
    static ProcessBuilder.Redirect errorsOfChild() {
        return errorsClosed ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT;
    }

    /** Waits for bytes, also where somebody has made the descriptor non-blocking: then a read answers 0. */
    static final class PatientInput extends InputStream {
        private final InputStream stream;
        private final String file;
        private ReadableByteChannel channel;
        private boolean reopened;

        /**
         * For one stream.
         *
         * @param channel reads from it
         * @param file by which it can be opened once more
         */
        PatientInput(InputStream stream, ReadableByteChannel channel, String file) {
            this.stream = stream;
            this.channel = channel;
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            ByteBuffer target = ByteBuffer.wrap(bytes, offset, length);
            int read = channel.read(target);
            while (read == 0) {
                waitForMore();
                read = channel.read(target);
            }
            return read;
        }

        @Override
        public int available() {
            try {
                return stream.available();
            } catch (IOException e) {
                // A device that cannot tell.
                return 0;
            }
        }

        private void waitForMore() throws IOException {
            if (reopened) {
                LockSupport.parkNanos(PAUSE_NS);
            } else {
                reopened = true;
                reopen();
            }
        }

        /** The flag belongs to the open file, which others share. The same pipe, opened once more, has its own. */
        private void reopen() throws IOException {
            RandomAccessFile writer = null;
            try {
                // As a writer of its own for a moment, so that opening a pipe never waits for one.
                writer = new RandomAccessFile(file, "rw");
                channel = new FileInputStream(file).getChannel();
            } catch (FileNotFoundException e) {
                // A socket, or not permitted: what remains is to look from time to time.
                return;
            } finally {
                if (writer != null) {
                    writer.close();
                }
            }
        }
    }
}
