// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** A file of the offered name and size that is there already. If it is the same file, nothing has to be sent. */
final class ExistingFile implements TargetFile {
    private final Path target;
    private final long size;
    private final Digest digest = new Digest();

    ExistingFile(Path target, long size, BooleanSupplier wanted) throws IOException {
        this.target = target;
        this.size = size;
        FileContent.hash(target, size, digest, wanted);
    }

    @Override
    public long length() {
        return size;
    }

    @Override
    public Digest digest() {
        return digest;
    }

    @Override
    public void restart() {
        throw new RefusedException("there is another " + target.getFileName() + " already, and nothing is overwritten");
    }

    @Override
    public void append(ByteBuffer bytes) {
        throw new RefusedException("more bytes came than were offered");
    }

    @Override
    public Path complete() {
        return target;
    }

    @Override
    public void keep() {
        // It was there before.
    }

    @Override
    public void discard() {
        // It was there before.
    }
}
