// A server that is loaded before there is anything to serve waits here, in its sandbox and as its account, before its own first
// line runs. The engine shows it its directories and says what its arguments are. See docs/decisions/017-waiting-servers.md.
//
// It ends with the engine, and with any message that it does not understand.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "CPorts.h"
#include "CPreload.h"
#include "give_up.h"

static char message[CPRELOAD_MOST_ARGUMENTS + 4096];

/// Receives what is to be done, and the log. Answers the size of the message.
static size_t receive(int connection, int *log)
{
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof *log)];
    } control;
    struct iovec part = {.iov_base = message, .iov_len = sizeof message - 1};
    struct msghdr parcel = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t size;
    do
        size = recvmsg(connection, &parcel, MSG_CMSG_CLOEXEC);
    while (size < 0 && errno == EINTR);
    // The engine is gone, or needs this server no more.
    if (size <= 0) _exit(0);
    struct cmsghdr *header = CMSG_FIRSTHDR(&parcel);
    if (header == NULL || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) _exit(1);
    memcpy(log, CMSG_DATA(header), sizeof *log);
    return (size_t)size;
}

static const char *next(const char **text, const char *end)
{
    const char *word = *text;
    if (word >= end) give_up("the engine says too little to a server that waits");
    *text += strlen(word) + 1;
    return word;
}

/// Not by atoi, whose name in new C libraries is one that old ones do not have.
static int number(const char *digits)
{
    int value = 0;
    while (*digits >= '0' && *digits <= '9' && value < 65536) value = value * 10 + (*digits++ - '0');
    return value;
}

/// Writes the words into the room that the arguments have had so far: PostgreSQL shows there what its processes do.
static void replace(char **arguments, int count, const char *words, const char *end)
{
    char *room = arguments[1], *room_end = arguments[count - 1] + strlen(arguments[count - 1]) + 1;
    if (end - words > room_end - room) give_up("the arguments of a server that waits are too long");
    memset(room, 0, (size_t)(room_end - room));
    for (int index = 1; index < count; index++) {
        const char *word = next(&words, end);
        arguments[index] = strcpy(room, word);
        room += strlen(word) + 1;
    }
}

// After the descent, which has priority 101.
__attribute__((constructor(102))) static void wait_for_work(int count, char **arguments)
{
    if (getenv(CPRELOAD_WAITING) == NULL || strcmp(program_invocation_short_name, "postgres") != 0) return;
    const int connection = CPRELOAD_CONNECTION;
    int log = -1;
    if (count < 2 || write(connection, "", 1) != 1) _exit(1);
    size_t size = receive(connection, &log);
    close(connection);
    if (dup2(log, STDOUT_FILENO) < 0 || dup2(log, STDERR_FILENO) < 0) _exit(1);
    close(log);
    const char *rest = message, *end = message + size;
    const char *directory = next(&rest, end), *port = next(&rest, end);
    if (chdir(directory) != 0) give_up("the data directory is not shown to a server that waits");
    errno = cports_limit(number(port));
    if (errno != 0) give_up("the ports of a server that waits cannot be limited");
    replace(arguments, count, rest, end);
    unsetenv(CPRELOAD_WAITING);
}
