/* SPDX-License-Identifier: Apache-2.0 */
/*
 * channel: messages between processes of one run, each with at most one open
 * file. A pair of sockets that keep what belongs together (SOCK_SEQPACKET).
 */
#ifndef COMITY_CHANNEL_H
#define COMITY_CHANNEL_H

#include <stddef.h>
#include <sys/types.h>

/* Octets of one message. */
#define COMITY_CHANNEL_MAX (32u * 1024)

/* Two ends, closed on exec. COMITY_OK or COMITY_EIO (errno says why). */
int comity_channel_open(int ends[2]);
/*
 * Send a head and a tail (NULL: none) as one message, with a descriptor
 * (-1: none), which stays open here. Waits while the other end is slow.
 * COMITY_OK, or COMITY_EIO: nobody is there any more.
 */
int comity_channel_send(int channel, const void *head, size_t head_len,
    const void *tail, size_t tail_len, int descriptor);
/*
 * Wait for one message of at most size octets.
 * descriptor  what came with it, owned by the caller; -1 none. NULL: what
 *             comes is closed.
 * Returns its length; 0: nobody is there any more; -1: it is no message of
 * ours (too long, cut).
 */
ssize_t comity_channel_receive(
    int channel, void *octets, size_t size, int *descriptor);

#endif
