// SPDX-License-Identifier: Apache-2.0

/** The client: it attaches to the memory that a server created, and detaches when it is done. */
package io.shmooze.client;
