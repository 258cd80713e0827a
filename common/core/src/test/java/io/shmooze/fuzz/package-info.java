// SPDX-License-Identifier: Apache-2.0
/** What a hostile peer can write into a lane, drawn at random. */
package io.shmooze.fuzz;
