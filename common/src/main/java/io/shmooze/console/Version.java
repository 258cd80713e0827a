// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/** What this build is, from the jar's manifest. */
final class Version {
    private Version() {
    }

    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return (version == null ? "(not from a jar)" : version) + ", Java " + System.getProperty("java.version");
    }
}
