#define _GNU_SOURCE
#include "CProcess.h"
#include "CPorts.h"
#include "OurMemory.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct report {
    pid_t process;
    int error;
};

enum { first_free_descriptor = 3, most_inherited = 4 };

// One launch, in the memory that the children share with the engine until the program is executed.
struct attempt {
    const struct cprocess_launch *launch;
    struct report report;
};

static void reset_signals(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; number++)
        sigaction(number, &action, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static int arrange_descriptors(const struct cprocess_launch *launch) {
    // Above all numbers used below, so that no dup2 overwrites what another still needs.
    int high_log = fcntl(launch->log, F_DUPFD, 16);
    int null = open("/dev/null", O_RDONLY);
    if (high_log < 0 || null < 0)
        return errno;
    int high[most_inherited];
    if (launch->inherited_count > most_inherited)
        return EINVAL;
    for (int index = 0; index < launch->inherited_count; index++)
        if ((high[index] = fcntl(launch->inherited[index], F_DUPFD, 16)) < 0)
            return errno;
    if (dup2(null, 0) < 0 || dup2(high_log, 1) < 0 || dup2(high_log, 2) < 0)
        return errno;
    for (int index = 0; index < launch->inherited_count; index++)
        if (dup2(high[index], first_free_descriptor + index) < 0)
            return errno;
    unsigned first_closed = first_free_descriptor + (unsigned)launch->inherited_count;
    if (syscall(SYS_close_range, first_closed, ~0U, 0) != 0) {
        long limit = sysconf(_SC_OPEN_MAX);
        for (int descriptor = (int)first_closed; descriptor < limit; descriptor++)
            close(descriptor);
    }
    return 0;
}

static int change_user(const struct cprocess_launch *launch) {
    if (!launch->changes_user)
        return 0;
    // The system calls themselves: glibc's functions would make all threads of the engine do the same.
    if (syscall(SYS_setgroups, launch->group_count, launch->groups) != 0 || syscall(SYS_setgid, launch->group) != 0 ||
        syscall(SYS_setuid, launch->user) != 0)
        return errno;
    return 0;
}

// "0" is the process that writes; what it starts is in its groups.
static int join_groups(char *const *files) {
    for (; *files != NULL; files++) {
        int file = open(*files, O_WRONLY | O_CLOEXEC);
        if (file < 0)
            return errno;
        int error = write(file, "0", 1) == 1 ? 0 : errno;
        close(file);
        if (error != 0)
            return error;
    }
    return 0;
}

static int prepare(const struct cprocess_launch *launch) {
    if (setsid() < 0)
        return errno;
    umask(launch->mask);
    reset_signals();
    int error = arrange_descriptors(launch);
    if (error == 0)
        error = join_groups(launch->joined);
    if (error == 0)
        error = launch->only_port == 0 ? 0 : cports_limit(launch->only_port);
    if (error == 0)
        error = change_user(launch);
    if (error == 0 && chdir(launch->directory) != 0)
        error = errno;
    return error;
}

// Ends at once, so that the program becomes a child of init.
static int run_intermediate(void *argument) {
    struct attempt *attempt = argument;
    const struct cprocess_launch *launch = attempt->launch;
    volatile int failure = prepare(launch);
    if (failure == 0) {
        // Returns here once the program is executed, or has failed to be.
        pid_t process = vfork();
        if (process == 0) {
            execve(launch->program, launch->arguments, launch->environment);
            failure = errno;
            _exit(127);
        }
        attempt->report.process = process;
        if (process < 0)
            failure = errno;
    }
    attempt->report.error = failure;
    _exit(0);
}

int cprocess_launch(const struct cprocess_launch *launch, pid_t *process) {
    struct attempt attempt = {launch, {0, EIO}};
    int error = run_in_our_memory(run_intermediate, &attempt);
    *process = attempt.report.process;
    return error == 0 ? attempt.report.error : error;
}

int cprocess_open(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int cprocess_signal(int handle, int signal) {
    return syscall(SYS_pidfd_send_signal, handle, signal, NULL, 0) == 0 ? 0 : errno;
}

int cprocess_works_below(pid_t process, const char *directory) {
    char link[64], target[PATH_MAX];
    snprintf(link, sizeof link, "/proc/%d/cwd", process);
    struct stat own, other;
    if (stat(link, &own) == 0 && stat(directory, &other) == 0 && own.st_dev == other.st_dev && own.st_ino == other.st_ino)
        return 1;
    ssize_t count = readlink(link, target, sizeof target - 1);
    size_t length = strlen(directory);
    if (count < (ssize_t)length)
        return 0;
    target[count] = '\0';
    const char *rest = target + length;
    return memcmp(target, directory, length) == 0 && (*rest == '\0' || *rest == '/' || strcmp(rest, " (deleted)") == 0);
}

int cprocess_watch(const char *directory) {
    int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (watch < 0)
        return -1;
    if (inotify_add_watch(watch, directory, IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE) < 0) {
        close(watch);
        return -1;
    }
    return watch;
}

int cprocess_event(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void cprocess_set(int event) {
    uint64_t one = 1;
    ssize_t written = write(event, &one, sizeof one);
    (void)written;
}

// The beginning of PostgreSQL's PGShmemHeader, the same in all versions.
struct postgres_segment {
    int32_t magic;
    pid_t creator;
    size_t size;
    size_t free_offset;
    uint32_t dynamic_handle;
};

enum { postgres_magic = 679834894 };

// The beginning of the segment that lists the others. Items differ between versions, but not in their first member.
struct postgres_control {
    uint32_t magic;
    uint32_t item_count;
    uint32_t item_limit;
    uint32_t padding;
};

static const uint32_t postgres_control_magic = 0x9a503d32;

static int open_dynamic(uint32_t handle, uid_t owner, struct stat *status, char *path, size_t size) {
    snprintf(path, size, "/dev/shm/PostgreSQL.%u", handle);
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file >= 0 && fstat(file, status) == 0 && S_ISREG(status->st_mode) && status->st_uid == owner)
        return file;
    if (file >= 0)
        close(file);
    return -1;
}

static void remove_dynamic(uint32_t handle, uid_t owner) {
    char path[64];
    struct stat status;
    int file = open_dynamic(handle, owner, &status, path, sizeof path);
    if (file < 0)
        return;
    close(file);
    unlink(path);
}

static void remove_listed(uint32_t handle, uid_t owner) {
    char path[64];
    struct stat status;
    int file = open_dynamic(handle, owner, &status, path, sizeof path);
    if (file < 0)
        return;
    struct postgres_control control;
    if (pread(file, &control, sizeof control, 0) == sizeof control && control.magic == postgres_control_magic
        && control.item_limit > 0 && control.item_count <= control.item_limit) {
        off_t item_size = (status.st_size - (off_t)sizeof control) / control.item_limit;
        for (uint32_t item = 0; item < control.item_count; item++) {
            uint32_t listed;
            off_t offset = (off_t)sizeof control + item * item_size;
            if (pread(file, &listed, sizeof listed, offset) != sizeof listed)
                break;
            remove_dynamic(listed, owner);
        }
    }
    close(file);
    unlink(path);
}

int cprocess_remove_shared_memory(int identifier, uid_t owner) {
    struct shmid_ds status;
    if (shmctl(identifier, IPC_STAT, &status) != 0 || status.shm_nattch != 0 || status.shm_perm.uid != owner)
        return 0;
    if (status.shm_segsz < sizeof(struct postgres_segment))
        return 0;
    const struct postgres_segment *segment = shmat(identifier, NULL, SHM_RDONLY);
    if (segment == (void *)-1)
        return 0;
    int is_postgres = segment->magic == postgres_magic;
    uint32_t handle = segment->dynamic_handle;
    shmdt(segment);
    if (!is_postgres || shmctl(identifier, IPC_RMID, NULL) != 0)
        return 0;
    remove_listed(handle, owner);
    return 1;
}
