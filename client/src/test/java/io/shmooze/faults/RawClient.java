// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A client's handshake by hand, from the protocol's document. */
final class RawClient {
    static final String HELLO = "HELLO version=1 pid=1 name=%s max-message=100000";

    private RawClient() {
    }

    static RawPeer attach(Path directory, String name) throws IOException {
        RawLine line = RawLine.connect(directory);
        String welcome = ask(line, String.format(HELLO, name), "WELCOME ");
        FileChannel file = FileChannel.open(directory.resolve(RawLine.value(welcome, "segment")),
                StandardOpenOption.READ, StandardOpenOption.WRITE);
        RawLine bell = RawLine.connect(directory).say(bell(welcome));
        ask(line, "ATTACHED", "READY");
        return new RawPeer(false, file, line.channel, bell.channel);
    }

    static String bell(String welcome) {
        return "BELL session=" + RawLine.value(welcome, "session") + " key=" + RawLine.value(welcome, "key");
    }

    /** Says a line and gets the answer, which has to begin as told. */
    static String ask(RawLine line, String text, String expected) throws IOException {
        String answer = line.say(text).hear();
        if (answer == null || !answer.startsWith(expected)) {
            throw new IOException("The server answered '" + answer + "' to '" + text + "'");
        }
        return answer;
    }
}
