// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

/** What one attachment, or several one after another, have sent and how often they slept. Owns these values. */
record AttachmentCounts(long messages, long bytes, long redelivered, long blocked, long bells, long sleeps) {
    static final AttachmentCounts NONE = new AttachmentCounts(0, 0, 0, 0, 0, 0);

    AttachmentCounts plus(AttachmentCounts other) {
        return new AttachmentCounts(messages + other.messages, bytes + other.bytes, redelivered + other.redelivered,
                blocked + other.blocked, bells + other.bells, sleeps + other.sleeps);
    }
}
