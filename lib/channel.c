/* SPDX-License-Identifier: Apache-2.0 */
#include "channel.h"

#include "status.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* One descriptor, aligned as the header of a control message wants it. */
union control {
	struct cmsghdr header;
	char octets[CMSG_SPACE(sizeof(int))];
};

int
comity_channel_open(int ends[2])
{
	return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0
		   ? COMITY_OK
		   : COMITY_EIO;
}

int
comity_channel_send(int channel, const void *head, size_t head_len,
    const void *tail, size_t tail_len, int descriptor)
{
	struct iovec parts[2] = { { (void *)head, head_len },
		{ (void *)tail, tail_len } };
	union control control = { 0 };
	struct msghdr message = { .msg_iov = parts,
		.msg_iovlen = tail == NULL ? 1 : 2 };
	ssize_t sent;

	if (descriptor >= 0) {
		message.msg_control = control.octets;
		message.msg_controllen = sizeof(control.octets);
		control.header.cmsg_level = SOL_SOCKET;
		control.header.cmsg_type = SCM_RIGHTS;
		control.header.cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(&control.header), &descriptor, sizeof(int));
	}
	do
		sent = sendmsg(channel, &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent < 0 ? COMITY_EIO : COMITY_OK;
}

/* What came beside the octets; all but one is closed. */
static int
unpack(struct msghdr *message)
{
	struct cmsghdr *header;
	int found = -1, one;
	size_t at;

	for (header = CMSG_FIRSTHDR(message); header != NULL;
	     header = CMSG_NXTHDR(message, header)) {
		if (header->cmsg_level != SOL_SOCKET ||
		    header->cmsg_type != SCM_RIGHTS)
			continue;
		for (at = CMSG_LEN(0); at + sizeof(int) <= header->cmsg_len;
		     at += sizeof(int)) {
			memcpy(&one, (char *)header + at, sizeof(int));
			if (found >= 0)
				close(found);
			found = one;
		}
	}
	return found;
}

ssize_t
comity_channel_receive(int channel, void *octets, size_t size, int *descriptor)
{
	struct iovec part = { octets, size };
	union control control;
	struct msghdr message = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.octets,
		.msg_controllen = sizeof(control.octets) };
	bool reset = false;
	ssize_t got;
	int found;

	/* An end that is closed with something unread resets the other; what it
	 * sent before is still there, behind that error. */
	for (;;) {
		got = recvmsg(channel, &message, MSG_CMSG_CLOEXEC);
		if (got >= 0)
			break;
		if (errno == ECONNRESET && !reset)
			reset = true;
		else if (errno != EINTR)
			return errno == ECONNRESET ? 0 : -1;
	}
	found = unpack(&message);
	if (found >= 0 &&
	    (descriptor == NULL || (message.msg_flags & MSG_TRUNC) != 0)) {
		close(found);
		found = -1;
	}
	if (descriptor != NULL)
		*descriptor = found;
	return (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 ? -1 : got;
}
