// The server of a clone in a container has a network of its own without any interface. What it listens on are sockets of the
// machine: the engine has bound them and hands them over, with two filters of system calls by which neither these sockets
// nor accepted ones can become connections to anywhere else. See docs/decisions/015-docker.md.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "CPreload.h"
#include "give_up.h"

enum { most_descriptors = 16, most_rules = 512 };

static int sockets[most_descriptors], socket_count;
static int is_handed_over;
static struct sock_filter child_rules[most_rules];
static unsigned short child_rule_count;

// Both are optional, so that the library can be loaded beside any C library.
extern int __register_atfork(void (*)(void), void (*)(void), void (*)(void), void *) __attribute__((weak));
#pragma weak pthread_atfork

static unsigned short read_rules(int file, struct sock_filter *rules)
{
    ssize_t size = pread(file, rules, most_rules * sizeof *rules, 0);
    close(file);
    if (size <= 0 || size % sizeof *rules != 0) give_up("the filter of system calls cannot be read");
    return (unsigned short)(size / sizeof *rules);
}

static void close_doors(struct sock_filter *rules, unsigned short count)
{
    struct sock_fprog program = {.len = count, .filter = rules};
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) give_up("system calls cannot be filtered");
}

static void close_doors_of_child(void) { close_doors(child_rules, child_rule_count); }

/// Receives the descriptors; answers how many there are, or -1.
static int receive(const char *path, int *descriptors)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);
    int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection < 0) return -1;
    char byte;
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(most_descriptors * sizeof(int))];
    } control;
    struct iovec part = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    int count = -1;
    if (connect(connection, (struct sockaddr *)&address, sizeof address) == 0
        && recvmsg(connection, &message, MSG_CMSG_CLOEXEC) == 1) {
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
            count = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
            memcpy(descriptors, CMSG_DATA(header), (size_t)count * sizeof(int));
        }
    }
    close(connection);
    return count;
}

__attribute__((constructor)) static void take_what_is_handed_over(void)
{
    const char *path = getenv(CPRELOAD_HANDOVER);
    if (path == NULL || strcmp(program_invocation_short_name, "postgres") != 0) return;
    int descriptors[most_descriptors], count = receive(path, descriptors);
    if (count < 2) give_up("the engine does not hand over the sockets to listen on");
    unsetenv(CPRELOAD_HANDOVER);
    struct sock_filter rules[most_rules];
    unsigned short rule_count = read_rules(descriptors[0], rules);
    child_rule_count = read_rules(descriptors[1], child_rules);
    socket_count = count - 2;
    memcpy(sockets, descriptors + 2, (size_t)socket_count * sizeof(int));
    is_handed_over = 1;
    close_doors(rules, rule_count);
    if (__register_atfork != NULL)
        __register_atfork(NULL, NULL, close_doors_of_child, NULL);
    else if (pthread_atfork != NULL)
        pthread_atfork(NULL, NULL, close_doors_of_child);
    else
        give_up("this C library does not tell of forks");
}

static int is_same_address(const struct sockaddr *one, const struct sockaddr *other)
{
    if (one->sa_family != other->sa_family) return 0;
    if (one->sa_family == AF_INET) {
        const struct sockaddr_in *a = (const void *)one, *b = (const void *)other;
        return a->sin_port == b->sin_port && a->sin_addr.s_addr == b->sin_addr.s_addr;
    }
    const struct sockaddr_in6 *a = (const void *)one, *b = (const void *)other;
    return a->sin6_port == b->sin6_port && memcmp(&a->sin6_addr, &b->sin6_addr, sizeof a->sin6_addr) == 0;
}

/// Stands in for that of the C library: an address of the network becomes the socket that is bound to it already.
int bind(int file, __CONST_SOCKADDR_ARG address, socklen_t length)
{
    const struct sockaddr *wanted = address.__sockaddr__;
    if (!is_handed_over || (wanted->sa_family != AF_INET && wanted->sa_family != AF_INET6))
        return (int)syscall(SYS_bind, file, wanted, length);
    for (int number = 0; number < socket_count; number++) {
        struct sockaddr_storage bound;
        socklen_t size = sizeof bound;
        if (getsockname(sockets[number], (struct sockaddr *)&bound, &size) != 0) continue;
        if (is_same_address((struct sockaddr *)&bound, wanted)) return dup3(sockets[number], file, O_CLOEXEC) < 0 ? -1 : 0;
    }
    errno = EADDRNOTAVAIL;
    return -1;
}
