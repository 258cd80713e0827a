// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;

/** The asking end for files. It sends no messages. */
abstract class FileConnection implements Connection {
    @Override
    public final void handler(Handler handler) {
        throw onlyFiles();
    }

    @Override
    public final void send(ByteBuffer message) {
        throw onlyFiles();
    }

    @Override
    public final void await() {
        throw onlyFiles();
    }

    private static UnsupportedOperationException onlyFiles() {
        return new UnsupportedOperationException("Only files go this way");
    }

    /** Sends the file once, and returns when the other end has it whole. */
    @Override
    public abstract void sendFile() throws Exception;
}
