// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/** As the first word of a command line not the name of a channel: what a jar does instead of a chat. */
public final class CommandName {
    /** Sends files. */
    public static final String SEND = "send";
    /** Publishes or views frames. */
    public static final String FRAMES = "frames";
    /** Holds or loads a picture. */
    public static final String PICTURE = "picture";

    private CommandName() {
    }
}
