// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A process that connects, sends one message, gets one answer and leaves: the cost of a cold start. It uses nothing
 * that takes time to load: no lambda and no concatenation of strings.
 */
final class ConnectingEnd {
    private static final int LENGTH = 64;

    private ConnectingEnd() {
    }

    /**
     * Connects once.
     *
     * @param arguments the transport's class and variant, and the directory
     */
    public static void main(String[] arguments) {
        ChildMain.keepLinesClean();
        try {
            ChildMain.begin();
            Transport transport = ChildMain.transport(arguments[0], arguments[1]);
            try (Connection connection = transport.connect(Path.of(arguments[2]))) {
                connection.handler(new FailFastHandler(new Once()));
                connection.send(new Payload(LENGTH, Payload.ANSWER).stamp(0, 0));
                connection.await();
                ChildMain.tell("connected");
            }
            System.exit(0);
        } catch (Exception e) {
            ChildMain.fail(e);
        }
    }

    /** Takes the answer. */
    private static final class Once implements Handler {
        private boolean done;

        @Override
        public ByteBuffer handle(ByteBuffer answer) {
            Payload.verify(answer, 0);
            done = true;
            return null;
        }

        @Override
        public boolean done() {
            return done;
        }
    }
}
