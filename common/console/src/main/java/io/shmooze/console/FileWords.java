// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.file.FileTransfer;
import io.shmooze.file.IncomingFile;
import io.shmooze.file.TransferState;
import java.time.Duration;
import java.util.Locale;

/** How files are told to people. */
final class FileWords {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    /** Of a line that is drawn over and over, and that has more to say. */
    private static final int NAME_COLUMNS = 24;

    private FileWords() {
    }

    /** "17 bytes", "1.2 MB"; in powers of 1,000. */
    static String size(double bytes) {
        if (bytes < 1000) {
            return bytes == 1 ? "1 byte" : Math.round(bytes) + " bytes";
        }
        double value = bytes / 1000;
        int unit = 0;
        while (value >= 999.5) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }

    /** "report.pdf (1.2 MB)". */
    static String named(FileTransfer file) {
        return Visible.inline(file.name()) + " (" + size(file.size()) + ")";
    }

    /** "report.pdf [###---] 50% of 1.2 GB, 610 MB/s, 0:01 left". */
    static String progress(FileTransfer file) {
        long done = file.transferred() - file.skipped();
        long all = file.size() - file.skipped();
        String left = ProgressBar.left(done, all, file.elapsed());
        return Terminals.cut(Visible.inline(file.name()), NAME_COLUMNS) + " "
                + ProgressBar.of(file.transferred(), Math.max(1, file.size())) + " of "
                + size(file.size()) + rate(file, done) + (left.isEmpty() ? "" : ", " + left);
    }

    private static String rate(FileTransfer file, long done) {
        Duration elapsed = file.elapsed();
        return done == 0 || elapsed.isZero() ? "" : ", " + size(done * 1e9 / elapsed.toNanos()) + "/s";
    }

    /** How it ended. */
    static String end(FileTransfer file) {
        String peer = Peers.label(file.peer());
        if (file.state() == TransferState.DONE) {
            String what = file instanceof IncomingFile incoming
                    ? "Received " + Visible.inline(incoming.path().toString()) + " from " + peer
                    : "Sent " + Visible.inline(file.name()) + " to " + peer;
            return what + ": " + size(file.size()) + rate(file, file.size() - file.skipped()) + skipped(file)
                    + ", SHA-256 " + file.sha256();
        }
        String what = file instanceof IncomingFile ? "Not received: " + named(file) + " from " + peer
                : "Not sent: " + named(file) + " to " + peer;
        return what + ", " + reason(file);
    }

    private static String skipped(FileTransfer file) {
        return file.skipped() == 0 ? "" : ", " + size(file.skipped()) + " of it were there before";
    }

    private static String reason(FileTransfer file) {
        String state = switch (file.state()) {
            case REFUSED -> "refused";
            case CANCELLED -> "cancelled";
            default -> "failed";
        };
        return file.detail() == null ? state : state + ": " + Visible.inline(file.detail());
    }
}
