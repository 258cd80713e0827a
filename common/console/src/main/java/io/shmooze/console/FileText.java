// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.file.FileTransfer;
import io.shmooze.file.IncomingFile;
import io.shmooze.file.TransferState;
import java.time.Duration;

/** Describes files and their progress to people. */
final class FileText {
    /** The width of a name in a progress line. */
    private static final int NAME_COLUMNS = 24;

    private FileText() {
    }

    /** "report.pdf (1.2 MB)". */
    static String named(FileTransfer file) {
        return Printable.inline(file.name()) + " (" + Quantities.bytes(file.size()) + ")";
    }

    /** "report.pdf [###---] 50% of 1.2 GB, 610 MB/s, 0:01 left". */
    static String progress(FileTransfer file) {
        long done = file.transferred() - file.skipped();
        long all = file.size() - file.skipped();
        String left = ProgressBar.left(done, all, file.elapsed());
        return Terminals.cut(Printable.inline(file.name()), NAME_COLUMNS) + " "
                + ProgressBar.of(file.transferred(), Math.max(1, file.size())) + " of "
                + Quantities.bytes(file.size()) + rate(file, done) + (left.isEmpty() ? "" : ", " + left);
    }

    private static String rate(FileTransfer file, long done) {
        Duration elapsed = file.elapsed();
        return done == 0 || elapsed.isZero() ? "" : ", " + Quantities.bytes(done * 1e9 / elapsed.toNanos()) + "/s";
    }

    /** The line for a transfer that has ended. */
    static String end(FileTransfer file) {
        String peer = PeerText.label(file.peer());
        if (file.state() == TransferState.DONE) {
            String what = file instanceof IncomingFile incoming
                    ? "Received " + Printable.inline(incoming.path().toString()) + " from " + peer
                    : "Sent " + Printable.inline(file.name()) + " to " + peer;
            return what + ": " + Quantities.bytes(file.size()) + rate(file, file.size() - file.skipped())
                    + skipped(file) + ", SHA-256 " + file.sha256();
        }
        String what = file instanceof IncomingFile ? "Not received: " + named(file) + " from " + peer
                : "Not sent: " + named(file) + " to " + peer;
        return what + ", " + reason(file);
    }

    private static String skipped(FileTransfer file) {
        return file.skipped() == 0 ? "" : ", " + Quantities.bytes(file.skipped()) + " of it were there before";
    }

    private static String reason(FileTransfer file) {
        String state = switch (file.state()) {
            case REFUSED -> "refused";
            case CANCELLED -> "cancelled";
            default -> "failed";
        };
        return file.detail() == null ? state : state + ": " + Printable.inline(file.detail());
    }
}
