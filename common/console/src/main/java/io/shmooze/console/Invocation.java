// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/**
 * The request for one run of a program.
 *
 * @param role which program
 * @param arguments the command line, for options of a single program
 * @param settings the values in force
 */
record Invocation(Role role, Arguments arguments, Settings settings) {
    /** The channel's name, not checked yet. */
    String channel() {
        return arguments.channel();
    }

    /** False for a command without this setting, because the environment and the file may set it for others. */
    boolean speaksQt() {
        return Setting.PROTOCOL.isOfUseTo(role) && settings.get(Setting.PROTOCOL) == Protocol.QT;
    }

    /** The key of frames or of a picture, not checked yet. */
    String key() {
        if (speaksQt()) {
            return settings.get(Setting.QT_KEY);
        }
        String key = arguments.value(Flag.KEY, Conversions.text());
        return key == null ? role.defaultKey() : key;
    }

    /** The byte that ends a message in a pipe. */
    byte separator() {
        return (byte) (arguments.has(Flag.NULL) ? 0 : '\n');
    }
}
