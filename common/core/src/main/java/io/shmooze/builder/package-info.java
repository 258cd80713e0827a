// SPDX-License-Identifier: Apache-2.0

/** The settings that the builders of servers, clients and mailboxes have in common. */
package io.shmooze.builder;
