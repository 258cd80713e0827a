// SPDX-License-Identifier: Apache-2.0

/**
 * The programs of the two executable jars: their commands, settings, the two modes (terminal and pipe), exit codes.
 * Only this package and the benchmark print, and only they need picocli and JLine. A program that embeds Shmooze does
 * not load it.
 */
package io.shmooze.console;
