// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

/**
 * The map of a recording: a file with the messages of sessions, and when they were found. Every number is
 * little-endian.
 *
 * <pre>
 *        0  magic              long  the bytes "SHMTAPE\0"
 *        8  version            int   of this map
 *       12  zeros              int
 *       16  begin              long  when the recording began, nanoseconds since 1970-01-01 UTC
 *       24  records, to the end of the file
 *
 *   a record
 *        0  time               long  since the beginning, nanoseconds
 *        8  session id         long
 *       16  length             int   of the payload, bytes
 *       20  kind               byte  as in the header of a frame; 255 for a gap
 *       21  writer             byte  0 server, 1 client
 *       22  flags              byte  1 redelivered; of a gap, 2 if it counts frames and not messages
 *       23  zero               byte
 *       24  payload            of a gap, a long: how much was missed
 * </pre>
 */
final class RecordingDescriptor {
    /** "SHMTAPE\0" read as a little-endian long. */
    static final long MAGIC = 0x00455041544D4853L;
    static final int VERSION = 1;
    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 8;
    static final int BEGIN_OFFSET = 16;
    static final int HEADER_LENGTH = 24;

    static final int TIME_OFFSET = 0;
    static final int SESSION_OFFSET = 8;
    static final int LENGTH_OFFSET = 16;
    static final int KIND_OFFSET = 20;
    static final int WRITER_OFFSET = 21;
    static final int FLAGS_OFFSET = 22;
    static final int RECORD_LENGTH = 24;

    static final int GAP = 255;
    static final int REDELIVERED = 1;
    static final int FRAMES = 2;

    private RecordingDescriptor() {
    }
}
