// SPDX-License-Identifier: Apache-2.0

/**
 * Files through a session, between its messages: {@link io.shmooze.file.FileExchange} sends {@link
 * io.shmooze.file.OutgoingFile}s and receives {@link io.shmooze.file.IncomingFile}s into a {@link
 * io.shmooze.file.FileFolder}. They talk in messages of the kind {@link io.shmooze.MessageKind#FILE}, which {@link
 * io.shmooze.file.FileMessageDescriptor} maps.
 */
package io.shmooze.file;
