// SPDX-License-Identifier: Apache-2.0
/** Places in the protocol at which tests make a process fail. */
package io.shmooze.fault;
