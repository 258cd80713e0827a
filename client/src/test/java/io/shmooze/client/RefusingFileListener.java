// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.file.FileListener;
import io.shmooze.file.FileTransfer;
import io.shmooze.file.IncomingFile;

/** The listener of an application that only sends files. */
final class RefusingFileListener implements FileListener {
    @Override
    public void onOffer(IncomingFile file) {
        file.refuse("none");
    }

    @Override
    public void onEnd(FileTransfer file) {
    }
}
