// SPDX-License-Identifier: Apache-2.0
/**
 * Programs that use the library. {@code common/docs/EMBEDDING.md} shows their central parts, and {@code
 * DocumentedExamplesTest} compares the two. Each {@code main} runs both ends in one process and takes a directory
 * as its argument; in real life the ends are two processes.
 */
package io.shmooze.examples;
