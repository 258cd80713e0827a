// SPDX-License-Identifier: Apache-2.0

/**
 * The Qt protocol: {@code QSharedMemory}, {@code QSystemSemaphore} and the classic mailbox of two Qt programs on Linux,
 * system call by system call, so that one of the two programs can be Java. This is the only package that makes native
 * calls; nothing of it is loaded before it is used. {@code common/docs/QT.md} describes the protocol.
 */
package io.shmooze.qt;
