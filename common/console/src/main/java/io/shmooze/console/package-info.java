// SPDX-License-Identifier: Apache-2.0

/**
 * The chat console that both programs share: settings, the two modes (terminal and pipe), exit codes. It is the only
 * package that prints, and the only one that needs picocli and JLine; a program that embeds Shmooze does not load it.
 */
package io.shmooze.console;
