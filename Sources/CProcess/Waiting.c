// What a server that waits in a sandbox without data is given: directories, and a message with its log.

#define _GNU_SOURCE
#include "CProcess.h"
#include "OurMemory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { most_paths = 4 };

// The kernel's interface for mounts that are nowhere yet, see open_tree(2) and mount_setattr(2).
struct tree_attributes {
    uint64_t set, clear, propagation, user_namespace;
};
enum {
    tree_clone = 1,
    tree_close_on_exec = O_CLOEXEC,
    is_read_only = 1,
    has_no_setuid = 2,
    has_no_devices = 4,
    move_from_descriptor = 4,
};

static int open_tree_of(const char *path, int read_only, int *tree) {
    *tree = (int)syscall(SYS_open_tree, AT_FDCWD, path, tree_clone | tree_close_on_exec);
    if (*tree < 0)
        return errno;
    struct tree_attributes attributes = {has_no_setuid | has_no_devices | (read_only ? is_read_only : 0), 0, 0, 0};
    return syscall(SYS_mount_setattr, *tree, "", AT_EMPTY_PATH, &attributes, sizeof attributes) == 0 ? 0 : errno;
}

struct showing {
    int mounts;
    char *const *paths;
    const int *trees;
    int count;
    int error;
};

// Directories above it are everybody's to pass.
static int make_directory(const char *path) {
    char part[PATH_MAX];
    if (strlen(path) >= sizeof part)
        return ENAMETOOLONG;
    strcpy(part, path);
    for (char *slash = strchr(part + 1, '/');; slash = strchr(slash + 1, '/')) {
        if (slash != NULL)
            *slash = 0;
        if (mkdir(part, 0755) != 0 && errno != EEXIST)
            return errno;
        if (slash == NULL)
            return 0;
        *slash = '/';
    }
}

static int show(void *argument) {
    struct showing *showing = argument;
    umask(022);
    volatile int error = setns(showing->mounts, CLONE_NEWNS) == 0 ? 0 : errno;
    for (int index = 0; index < showing->count && error == 0; index++) {
        const char *path = showing->paths[index];
        error = make_directory(path);
        if (error == 0 && syscall(SYS_move_mount, showing->trees[index], "", AT_FDCWD, path, move_from_descriptor) != 0)
            error = errno;
    }
    showing->error = error;
    _exit(0);
}

int cprocess_show(pid_t process, char *const *paths, int read_only) {
    int trees[most_paths], count = 0, error = 0;
    for (; paths[count] != NULL && error == 0; count++)
        error = count == most_paths ? EINVAL : open_tree_of(paths[count], count < read_only, &trees[count]);
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/mnt", process);
    int mounts = error == 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (error == 0 && mounts < 0)
        error = errno;
    struct showing showing = {mounts, paths, trees, count, EIO};
    if (error == 0 && (error = run_in_our_memory(show, &showing)) == 0)
        error = showing.error;
    if (mounts >= 0)
        close(mounts);
    while (count > 0)
        if (--count < most_paths && trees[count] >= 0)
            close(trees[count]);
    return error;
}

int cprocess_connect(int ends[2]) { return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0 ? 0 : errno; }

int cprocess_send(int connection, const void *message, size_t size, int descriptor) {
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof descriptor)];
    } control;
    memset(&control, 0, sizeof control);
    struct iovec part = {.iov_base = (void *)(uintptr_t)message, .iov_len = size};
    struct msghdr parcel = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&parcel);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof descriptor);
    memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    return sendmsg(connection, &parcel, MSG_NOSIGNAL) == (ssize_t)size ? 0 : errno;
}
