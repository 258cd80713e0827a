// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

/**
 * The map of a message of the kind FILE; little-endian, lengths in bytes.
 *
 * <pre>
 *             0        1..7    8..15      16..23     24..
 *   OFFER     type 1   zeros   transfer   size       name, UTF-8
 *   BEGIN     type 2   zeros   transfer   position   SHA-256 of the bytes before the position
 *   DATA      type 3   zeros   transfer   position   bytes
 *   END       type 4   zeros   transfer   size       SHA-256 of the whole
 *   WITHDRAW  type 5   zeros   transfer   0          reason, UTF-8
 *   WANT      type 6   zeros   transfer   position
 *   DONE      type 7   zeros   transfer   size
 *   REFUSE    type 8   zeros   transfer   0          reason, UTF-8
 * </pre>
 */
final class FileMessageDescriptor {
    static final int TYPE_OFFSET = 0;
    static final int TRANSFER_OFFSET = 8;
    static final int POSITION_OFFSET = 16;
    static final int HEADER_LENGTH = 24;
    static final int DIGEST_LENGTH = 32;
    /** A longer reason is cut by its sender, and refused by its receiver. */
    static final int MAX_REASON_LENGTH = 400;

    private FileMessageDescriptor() {
    }
}
