// SPDX-License-Identifier: Apache-2.0

/** The process that attaches to the memory a server created and detaches when it is done. */
package io.shmooze.client;
