// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A client's handshake, written from the protocol's document. */
final class RawClient {
    static final String HELLO = "HELLO version=1 pid=1 name=%s max-message=100000";

    private RawClient() {
    }

    static RawPeer attach(Path directory, String name) throws IOException {
        return attach(directory, name, "");
    }

    /** With the bulk areas that the server has. */
    static RawPeer attachWithBulk(Path directory, String name) throws IOException {
        return attach(directory, name, " features=bulk");
    }

    /** With the bulk areas and the wide lanes that the server has. */
    static RawPeer attachWithWideLanes(Path directory, String name) throws IOException {
        return attach(directory, name, " features=bulk,wide-lanes");
    }

    /** One that may ask and answer. */
    static RawPeer attachWithQuestions(Path directory, String name) throws IOException {
        return attach(directory, name, " features=questions");
    }

    private static RawPeer attach(Path directory, String name, String features) throws IOException {
        RawConnection connection = RawConnection.connect(directory);
        String welcome = ask(connection, String.format(HELLO, name) + features, "WELCOME ");
        int bulk = !features.contains("bulk") ? 0 : Integer.parseInt(RawConnection.value(welcome, "bulk"));
        int wide = features.contains("wide") ? Integer.parseInt(RawConnection.value(welcome, "wide-lane")) : 0;
        FileChannel file = FileChannel.open(directory.resolve(RawConnection.value(welcome, "segment")),
                StandardOpenOption.READ, StandardOpenOption.WRITE);
        RawConnection bell = RawConnection.connect(directory).say(bell(welcome));
        ask(connection, "ATTACHED", "READY");
        return new RawPeer(false, file, bulk, wide, connection.channel, bell.channel);
    }

    static String bell(String welcome) {
        return "BELL session=" + RawConnection.value(welcome, "session")
                + " key=" + RawConnection.value(welcome, "key");
    }

    /** Sends a line and returns the answer, which must begin as expected. */
    static String ask(RawConnection connection, String text, String expected) throws IOException {
        String answer = connection.say(text).hear();
        if (answer == null || !answer.startsWith(expected)) {
            throw new IOException("The server answered '" + answer + "' to '" + text + "'");
        }
        return answer;
    }
}
