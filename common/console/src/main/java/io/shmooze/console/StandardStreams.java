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
 * Standard input, output and error as the caller gave them. All uses of these descriptors go through this class.
 *
 * <p>A descriptor that the caller has closed does not stay closed: the JVM opens its own files on it, and later this
 * process would open a socket or a segment there. A closed input is empty, a closed output fails, and messages to a
 * closed error stream are lost.
 */
public final class StandardStreams {
    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int ERRORS = 2;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path INFORMATION = Path.of("/proc/self/fdinfo");
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int NON_BLOCKING = 04000;
    /** A resource that is in no file of the class path. */
    private static final String NOWHERE = "META-INF/shmooze/nowhere";
    private static final long PAUSE_NS = 10_000_000;

    /** Stay open, so that nothing else is opened on their descriptors. */
    private static final List<FileInputStream> PLACEHOLDERS = new ArrayList<>();
    private static volatile boolean inputClosed;
    private static volatile boolean outputClosed;
    private static volatile boolean errorsClosed;

    private StandardStreams() {
    }

    /** Finds out which streams the caller has closed. To be called before the program opens anything. */
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
            // The JVM has opened only regular files by now. A descriptor of the caller has no close-on-exec flag.
            return target.startsWith("/") && !target.startsWith("/dev/")
                    && (hasFlag(descriptor, CLOSE_ON_EXEC) || isOwn(link) && !isOpenTwice(link));
        } catch (IOException e) {
            // The descriptor is free, and the next file would be opened there.
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

    /** Whether it is one of the files that the JVM opens without the close-on-exec flag. */
    private static boolean isOwn(Path link) {
        Stream<String> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
        String modules = System.getProperty("java.home") + "/lib/modules";
        return Stream.concat(Stream.of(modules), classPath).anyMatch(file -> isSame(link, file));
    }

    /** Whether both the caller and the JVM have opened this file, which is one of the JVM's. */
    private static boolean isOpenTwice(Path link) throws IOException {
        // By now the JVM may not have opened what it has classes of, in an archive, or needs no class of.
        ClassLoader.getSystemResources(NOWHERE).hasMoreElements();
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

    /** Whether another process has made standard input non-blocking; false if the system does not tell. */
    static boolean isInputNonBlocking() {
        try {
            return hasFlag(INPUT, NON_BLOCKING);
        } catch (IOException e) {
            return false;
        }
    }

    /** A stream that waits for bytes, even on a non-blocking descriptor. Do not close it. For one thread. */
    @SuppressWarnings("resource")
    static InputStream input() {
        FileInputStream stream = new FileInputStream(FileDescriptor.in);
        return inputClosed ? InputStream.nullInputStream()
                : new PatientInput(stream, stream.getChannel(), DESCRIPTORS + "/" + INPUT);
    }

    /** The channel of standard output, null if the caller has closed it. Do not close it. */
    @SuppressWarnings("resource")
    static GatheringByteChannel output() {
        return outputClosed ? null : new FileOutputStream(FileDescriptor.out).getChannel();
    }

    /** The standard output of a child process. */
    static ProcessBuilder.Redirect outputOfChild() {
        return outputClosed ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT;
    }

    /** The standard error of a child process. */
    static ProcessBuilder.Redirect errorsOfChild() {
        return errorsClosed ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT;
    }

    /** Waits for bytes, even if another process has made the descriptor non-blocking, so that a read returns 0. */
    static final class PatientInput extends InputStream {
        private final InputStream stream;
        private final String file;
        private ReadableByteChannel channel;
        private boolean reopened;

        /**
         * For one stream.
         *
         * @param channel reads from the same stream
         * @param file opens the stream once more
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
                // A device that does not support the call.
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

        /** The flag belongs to the open file description, which is shared. Opening the pipe again makes a new one. */
        private void reopen() throws IOException {
            RandomAccessFile writer = null;
            try {
                // This process is a writer for a moment, because opening a pipe for reading waits for a writer.
                writer = new RandomAccessFile(file, "rw");
                channel = new FileInputStream(file).getChannel();
            } catch (FileNotFoundException e) {
                // A socket, or not permitted: poll from time to time.
                return;
            } finally {
                if (writer != null) {
                    writer.close();
                }
            }
        }
    }
}
