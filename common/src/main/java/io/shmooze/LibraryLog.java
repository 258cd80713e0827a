// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Created at the first line logged, so that a program that logs nothing does not pay for its logging system at start.
 */
final class LibraryLog {
    static final Logger LOGGER = LoggerFactory.getLogger("io.shmooze");

    private LibraryLog() {
    }
}
