// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 (FIPS 180-4) whose value can be read before its end. For one thread at a time. */
final class Digest {
    private final MessageDigest running = sha256();

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    void reset() {
        running.reset();
    }

    /** Adds the bytes from position to limit; both stay. */
    void add(ByteBuffer bytes) {
        running.update(bytes.duplicate());
    }

    /** The hash of all bytes added so far. More can be added. */
    byte[] value() {
        try {
            return ((MessageDigest) running.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's SHA-256 can be cloned", e);
        }
    }

    boolean matches(byte[] value) {
        return MessageDigest.isEqual(value(), value);
    }

    String text() {
        return HexFormat.of().formatHex(value());
    }
}
