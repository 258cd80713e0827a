// SPDX-License-Identifier: Apache-2.0

/** Picocli, as in its own jar. */
module info.picocli {
    // For converters that are registered only where the module is.
    requires static java.sql;

    exports picocli;
}
