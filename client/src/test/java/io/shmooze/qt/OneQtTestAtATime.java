// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps the processes that run tests from running two of Qt's at the same time: System V keys are made of inode
 * numbers, and a key file made by one test can get the number of one that another has just removed.
 */
final class OneQtTestAtATime implements BeforeAllCallback, AfterAllCallback {
    private static FileChannel lock;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        lock = FileChannel.open(Path.of("target", "qt-tests.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        lock.lock();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        lock.close();
    }
}
