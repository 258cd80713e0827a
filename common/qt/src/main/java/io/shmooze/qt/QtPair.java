// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The three keys by which two programs find their mailbox.
 *
 * @param ipc how the keys are made known
 * @param key of the segment
 * @param clientSemaphore key of the semaphore that the client releases when it has sent
 * @param serverSemaphore key of the semaphore that the server releases when it has sent
 * @param directory of the key files, null for the one where Qt programs of this environment look
 */
public record QtPair(QtIpc ipc, String key, String clientSemaphore, String serverSemaphore, Path directory) {
    /** The classic program's key of the segment. */
    public static final String CLASSIC_KEY = "MySharedMemoryKey_XXX";
    /** The classic program's key of the client's semaphore. */
    public static final String CLASSIC_CLIENT_SEMAPHORE = "MySemaphoreKey_XXX";
    /** The classic program's key of the server's semaphore. */
    public static final String CLASSIC_SERVER_SEMAPHORE = "MySemaphoreKey_XXX2";

    /**
     * The keys of the classic server and client.
     *
     * @return for all Qt versions
     */
    public static QtPair classic() {
        return new QtPair(QtIpc.LEGACY_SYSTEM_V, CLASSIC_KEY, CLASSIC_CLIENT_SEMAPHORE, CLASSIC_SERVER_SEMAPHORE, null);
    }

    QtNativeKey segment() {
        return nativeKey(key);
    }

    /** Of the semaphore that this end releases. */
    QtNativeKey outgoing(QtEnd end) {
        return nativeKey(end == QtEnd.CLIENT ? clientSemaphore : serverSemaphore);
    }

    /** Of the semaphore that this end acquires. */
    QtNativeKey incoming(QtEnd end) {
        return nativeKey(end == QtEnd.CLIENT ? serverSemaphore : clientSemaphore);
    }

    private QtNativeKey nativeKey(String of) {
        return directory == null ? QtNativeKey.of(ipc, of) : new QtNativeKey(ipc, of, directory);
    }

    /** Checks that nothing is missing. */
    public QtPair {
        Objects.requireNonNull(ipc);
        Objects.requireNonNull(key);
    }
}
