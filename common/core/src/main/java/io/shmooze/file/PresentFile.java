// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** A file of the offered name and size that is there already: if it is the same one, there is nothing to do. */
final class PresentFile implements Reception {
    private final Path target;
    private final long size;
    private final Digest digest = new Digest();

    PresentFile(Path target, long size, BooleanSupplier wanted) throws IOException {
        this.target = target;
        this.size = size;
        Contents.hash(target, size, digest, wanted);
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
