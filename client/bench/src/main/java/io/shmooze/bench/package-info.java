// SPDX-License-Identifier: Apache-2.0

/**
 * The benchmark: measures ways to pass messages between two processes of this machine, Shmooze's own modes beside the
 * sockets of the JDK.
 *
 * <p>The program starts two fresh JVMs for each measurement: one serves ({@link io.shmooze.bench.ServingEnd}), one asks
 * ({@link io.shmooze.bench.AskingEnd}). It reads their cost from {@code /proc}, and is idle meanwhile. So the
 * just-in-time compiler of a JVM sees one transport only, and the JVM options that a transport needs affect no other.
 */
package io.shmooze.bench;
