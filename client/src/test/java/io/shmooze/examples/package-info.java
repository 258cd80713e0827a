// SPDX-License-Identifier: Apache-2.0
/**
 * Programs that use the library. {@code common/docs/EMBEDDING.md} shows their central parts, and {@code
 * DocumentedExamplesTest} compares the two. Each {@code main} runs both ends in one process, or the one that its second
 * argument names.
 */
package io.shmooze.examples;
