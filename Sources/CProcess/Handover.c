#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { most_descriptors = 16 };

struct cprocess_handover {
    struct sockaddr_un address;
    int listener;
    /// Readable when it is over.
    int end;
    int descriptors[most_descriptors];
    int count;
    pthread_t thread;
};

static void hand_over(const struct cprocess_handover *handover, int connection) {
    char byte = 0;
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(most_descriptors * sizeof(int))];
    } control;
    memset(&control, 0, sizeof control);
    size_t size = (size_t)handover->count * sizeof(int);
    struct iovec part = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = CMSG_SPACE(size)};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(size);
    memcpy(CMSG_DATA(header), handover->descriptors, size);
    // Whoever does not listen any more gets nothing.
    (void)!sendmsg(connection, &message, MSG_NOSIGNAL);
}

static void *serve(void *argument) {
    const struct cprocess_handover *handover = argument;
    struct pollfd waits[] = {{.fd = handover->listener, .events = POLLIN}, {.fd = handover->end, .events = POLLIN}};
    for (;;) {
        if (poll(waits, 2, -1) < 0 && errno != EINTR)
            return NULL;
        if (waits[1].revents)
            return NULL;
        int connection = waits[0].revents ? accept4(handover->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK) : -1;
        if (connection < 0)
            continue;
        hand_over(handover, connection);
        close(connection);
    }
}

static int open_listener(struct cprocess_handover *handover, uid_t user, gid_t group) {
    const struct sockaddr *address = (const struct sockaddr *)&handover->address;
    const char *path = handover->address.sun_path;
    handover->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (handover->listener < 0)
        return errno;
    unlink(path);
    if (bind(handover->listener, address, sizeof handover->address) != 0)
        return errno;
    if (chmod(path, 0600) != 0 || (geteuid() == 0 && lchown(path, user, group) != 0))
        return errno;
    return listen(handover->listener, 16) == 0 ? 0 : errno;
}

int cprocess_hand_over(const char *path, uid_t user, gid_t group, const int *descriptors, int count,
                       struct cprocess_handover **result) {
    struct cprocess_handover *handover = calloc(1, sizeof *handover);
    if (handover == NULL || count > most_descriptors || strlen(path) >= sizeof handover->address.sun_path) {
        free(handover);
        return handover == NULL ? ENOMEM : EINVAL;
    }
    handover->address.sun_family = AF_UNIX;
    strcpy(handover->address.sun_path, path);
    memcpy(handover->descriptors, descriptors, (size_t)count * sizeof(int));
    handover->count = count;
    handover->listener = -1;
    handover->end = eventfd(0, EFD_CLOEXEC);
    int error = handover->end < 0 ? errno : open_listener(handover, user, group);
    if (error == 0)
        error = pthread_create(&handover->thread, NULL, serve, handover);
    if (error == 0) {
        *result = handover;
        return 0;
    }
    close(handover->listener);
    close(handover->end);
    free(handover);
    return error;
}

void cprocess_end_handover(struct cprocess_handover *handover) {
    cprocess_set(handover->end);
    pthread_join(handover->thread, NULL);
    unlink(handover->address.sun_path);
    close(handover->listener);
    close(handover->end);
    free(handover);
}
