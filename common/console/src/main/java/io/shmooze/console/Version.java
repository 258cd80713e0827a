// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/** The version of this build, from the jar's manifest. */
public final class Version {
    private Version() {
    }

    /**
     * The version.
     *
     * @return for people
     */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return (version == null ? "(not from a jar)" : version) + ", Java " + System.getProperty("java.version");
    }
}
