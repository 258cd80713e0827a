// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import io.shmooze.qt.QtEnd;
import io.shmooze.qt.QtMailbox;
import io.shmooze.qt.QtMailboxBuilder;
import io.shmooze.qt.QtNativeKey;
import io.shmooze.qt.QtPair;
import io.shmooze.qt.QtPicture;

/** Opens mailboxes and pictures of Qt programs. Loaded only with {@code --protocol qt}. */
final class QtPrograms {
    private QtPrograms() {
    }

    static QtMailbox open(QtEnd end, SessionConfig config, Screen screen) {
        check(config.invocation());
        Settings settings = config.settings();
        QtLosses losses = new QtLosses(screen);
        // The first listener, so that losses are announced before the program may end.
        QtMailboxBuilder builder = QtMailbox.builder(end).sessionListener(losses);
        return config.applyTo(builder).onMessage(losses.before(config.onMessage())).keys(keys(settings))
                .segmentSize(settings.get(Setting.QT_SEGMENT_SIZE)).charset(settings.get(Setting.CHARSET))
                .truncate(config.invocation().arguments().has(Flag.TRUNCATE))
                .connectTimeout(settings.get(Setting.CONNECT_TIMEOUT))
                .reconnectTimeout(settings.get(Setting.RECONNECT_TIMEOUT))
                .onShared(others -> screen.announce(others + " other programs are attached to this Qt mailbox: clients "
                        + "of one server split its messages between them")).open();
    }

    /** For both commands {@code picture}. Attaches nothing yet. */
    static QtPicture picture(Invocation invocation) {
        Settings settings = invocation.settings();
        if (invocation.arguments().has(Flag.KEY)) {
            throw new UsageException("A Qt picture has Qt's key: give --qt-key in place of --key");
        }
        if (!settings.has(Setting.QT_KEY)) {
            throw new UsageException("A Qt picture has the key that its programs agree on: give it with --qt-key");
        }
        return new QtPicture(key(settings), settings.get(Setting.MAX_FRAME_LENGTH),
                settings.get(Setting.RECONNECT_TIMEOUT));
    }

    private static void check(Invocation invocation) {
        if (invocation.role().sends()) {
            throw new UsageException("A Qt program takes no files: send needs --protocol shmooze");
        }
        if (invocation.arguments().has(Flag.ACCEPT)) {
            throw new UsageException("A Qt program sends no files: --accept needs --protocol shmooze");
        }
        if (invocation.arguments().hasChannel()) {
            throw new UsageException("A Qt mailbox has keys instead of a channel: give --qt-key in place of \""
                    + invocation.channel() + "\"");
        }
        if (invocation.arguments().has(Flag.ROOM)) {
            throw new UsageException("A Qt mailbox is for two programs: --room needs --protocol shmooze");
        }
    }

    private static QtPair keys(Settings settings) {
        return new QtPair(settings.get(Setting.QT_IPC), settings.get(Setting.QT_KEY),
                settings.get(Setting.QT_CLIENT_SEMAPHORE), settings.get(Setting.QT_SERVER_SEMAPHORE), null);
    }

    /** The key and its file, for people. */
    static String location(Invocation invocation) {
        QtNativeKey key = key(invocation.settings());
        return Printable.inline("Qt " + (invocation.role().sharesPicture() ? "picture " : "mailbox ") + key.key()
                + " at " + key.segmentFile());
    }

    private static QtNativeKey key(Settings settings) {
        return QtNativeKey.of(settings.get(Setting.QT_IPC), settings.get(Setting.QT_KEY));
    }
}
