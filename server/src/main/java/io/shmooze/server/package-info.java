// SPDX-License-Identifier: Apache-2.0

/** The server: it creates the shared memory, waits for clients and removes the files. */
package io.shmooze.server;
