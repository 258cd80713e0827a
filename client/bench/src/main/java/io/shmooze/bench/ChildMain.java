// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The common part of the processes that the program starts. They talk with it in lines over their standard input and
 * output, and end when the input ends: the kernel closes the program's pipes in whatever way the program ends.
 */
final class ChildMain {
    static final int FAILED = 1;

    private static final OutputStream LINES = new FileOutputStream(FileDescriptor.out);

    private final BlockingQueue<Integer> bytes = new LinkedBlockingQueue<>();

    private ChildMain() {
    }

    /** From now on, text that libraries print goes to standard error, away from the lines. */
    static void keepLinesClean() {
        System.setOut(System.err);
    }

    /** From now on the process ends with its input. */
    static ChildMain begin() {
        ChildMain child = new ChildMain();
        Thread lifeline = new Thread("bench-lifeline") {
            @Override
            public void run() {
                child.readUntilEnd();
            }
        };
        lifeline.setDaemon(true);
        lifeline.start();
        return child;
    }

    private void readUntilEnd() {
        int code = 0;
        try {
            int next = System.in.read();
            while (next >= 0) {
                bytes.add(next);
                next = System.in.read();
            }
        } catch (IOException e) {
            code = FAILED;
        }
        System.exit(code);
    }

    /** Waits for one line, by which the program lets this process go on. */
    void awaitGo() throws InterruptedException {
        int next = bytes.take();
        while (next != '\n') {
            next = bytes.take();
        }
    }

    static void tell(String line) throws IOException {
        LINES.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Ends this process with a stack trace, from any thread. */
    static void fail(Throwable error) {
        error.printStackTrace();
        System.exit(FAILED);
    }

    static Transport transport(String type, String variant) throws ReflectiveOperationException {
        return (Transport) Class.forName(type).getConstructor(String.class).newInstance(variant);
    }
}
