// Loaded into the servers of clones (LD_PRELOAD), as sockets.c is: they do not wait until their lock files are on the disk.
//
// A server syncs postmaster.pid about seven times while it starts, and the lock file of its socket once; that takes as
// long as all else it does. Both speak of processes, of which a power failure leaves none, and the engine removes stale
// ones before a start. Every other file is synced as ever. See docs/decisions/011-lock-files.md.

#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CPreload.h"

/// To the linker, before it comes to Swift's libraries: this is loaded into programs that have none, and needs none.
__attribute__((used, section(".swift1_autolink_entries"))) static const char only_what_is_needed[] = "-Wl,--as-needed";

/// Whether an open file is one that the server locks its data directory or its socket with.
static int is_lock_file(int file)
{
    char link[32], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    const char *slash = strrchr(path, '/');
    if (slash == NULL) return 0;
    const char *name = slash + 1, *end = path + length;
    if (strcmp(name, "postmaster.pid") == 0) return 1;
    return strncmp(name, ".s.PGSQL.", 9) == 0 && end - name > 5 && strcmp(end - 5, ".lock") == 0;
}

/// Stands in for that of the C library.
int fsync(int file)
{
    if (is_lock_file(file)) return 0;
    return (int)syscall(SYS_fsync, file);
}

/// What the server itself starts, such as COPY PROGRAM, does without; what leads to the server hands it on.
__attribute__((constructor)) static void keep_from_children(void)
{
    if (strcmp(program_invocation_short_name, "postgres") == 0) unsetenv("LD_PRELOAD");
}
