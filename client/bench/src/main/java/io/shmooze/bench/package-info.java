// SPDX-License-Identifier: Apache-2.0

/**
 * The command {@code bench}: measures ways to pass messages between two processes of this machine, Shmooze's own
 * modes beside the sockets of the JDK.
 *
 * <p>For each measurement two fresh JVMs are started: one serves ({@link io.shmooze.bench.ServingEnd}), one asks
 * ({@link io.shmooze.bench.AskingEnd}); the program itself starts them, reads what they cost from {@code /proc}, and
 * is idle meanwhile. So each way gets a just-in-time compiler that has seen no other, and JVM options that one way
 * needs reach no other. Nothing of this package, and no HdrHistogram, is loaded by a program that only chats or
 * embeds Shmooze.
 */
package io.shmooze.bench;
