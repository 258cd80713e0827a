// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.ChannelKind;
import io.shmooze.session.SessionOptions;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a client needs to know of its user.
 *
 * @param onUnserved runs whenever nobody is found to serve the channel while the first server is waited for
 */
record ClientOptions(Path directory, Duration connectTimeout, Duration reconnectTimeout, ChannelKind wanted,
                     SessionOptions session, Runnable onUnserved) {
    String channel() {
        return session.channel();
    }
}
