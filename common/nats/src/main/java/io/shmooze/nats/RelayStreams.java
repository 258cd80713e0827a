// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.shmooze.CannotCreateException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes the two streams of a channel, or checks those that are there. Changes none. */
final class RelayStreams {
    private static final int NOT_FOUND = 404;
    private static final Duration DUPLICATES = Duration.ofSeconds(30);

    private RelayStreams() {
    }

    /**
     * Makes a stream if it is missing.
     *
     * @param report takes a line if the stream has other limits than it would be made with
     * @return what the server knows of it
     * @throws CannotCreateException if a stream of this name or subject is something else, or JetStream refuses
     */
    static StreamInfo ensure(JetStreamManagement streams, RelayNames.Direction direction, long maxBytes,
                             Consumer<String> report) throws IOException {
        StreamConfiguration wanted = StreamConfiguration.builder().name(direction.stream()).subjects(direction.all())
                .retentionPolicy(RetentionPolicy.WorkQueue).storageType(StorageType.File)
                .discardPolicy(DiscardPolicy.New).maxBytes(maxBytes).duplicateWindow(DUPLICATES)
                .description("Sessions of a Shmooze relay").build();
        try {
            StreamInfo found = find(streams, direction.stream());
            if (found == null) {
                return streams.addStream(wanted);
            }
            check(found.getConfiguration(), wanted, report);
            return found;
        } catch (JetStreamApiException e) {
            throw new CannotCreateException("Cannot create the stream " + direction.stream() + " of " + maxBytes
                    + " bytes for the subjects " + direction.all() + ": " + e.getErrorDescription(), e);
        }
    }

    private static StreamInfo find(JetStreamManagement streams, String name)
            throws IOException, JetStreamApiException {
        try {
            return streams.getStreamInfo(name);
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() == NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    private static void check(StreamConfiguration found, StreamConfiguration wanted, Consumer<String> report) {
        List<String> wrong = new ArrayList<>();
        differ(wrong, "retention", found.getRetentionPolicy(), wanted.getRetentionPolicy());
        differ(wrong, "discard policy", found.getDiscardPolicy(), wanted.getDiscardPolicy());
        differ(wrong, "subjects", found.getSubjects(), wanted.getSubjects());
        if (!wrong.isEmpty()) {
            throw new CannotCreateException("The stream " + found.getName() + " is not one of a relay; it was not "
                    + "changed: " + String.join(", ", wrong));
        }
        List<String> other = new ArrayList<>();
        differ(other, "max_bytes", found.getMaxBytes(), wanted.getMaxBytes());
        differ(other, "storage", found.getStorageType(), wanted.getStorageType());
        differ(other, "max_age", found.getMaxAge(), wanted.getMaxAge());
        differ(other, "max_msgs", found.getMaxMsgs(), wanted.getMaxMsgs());
        if (!other.isEmpty()) {
            report.accept("The stream " + found.getName() + " has other limits; they were not changed: "
                    + String.join(", ", other));
        }
    }

    private static void differ(List<String> differences, String what, Object found, Object wanted) {
        if (!found.equals(wanted)) {
            differences.add(what + " " + found + " in place of " + wanted);
        }
    }
}
