// SPDX-License-Identifier: Apache-2.0

/** The distribution: one command for all programs, its manual pages and its completions. */
package io.shmooze.dist;
