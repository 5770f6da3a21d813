// A server that starts on data that were shut down cleanly keeps the files in which sessions find what they must know of the
// system's tables (pg_internal.init). PostgreSQL removes them at each start, and the first session in each database makes
// them anew. Its source (StartupXLOG) calls that needless after a clean stop, and does it to be on the safe side; but for a
// clone's first session somebody waits. See docs/decisions/016-relation-cache.md.

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CPreload.h"

/// Where pg_control says what the server was last seen doing, in all versions since 8.3; and the number for a clean end.
enum { state_offset = 16, shut_down = 1 };

static int is_relation_cache(const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcmp(slash == NULL ? path : slash + 1, "pg_internal.init") == 0;
}

/// Recovery changes tables behind the caches' back. It is asked for by files, whatever pg_control says.
static int is_recovery_wanted(void)
{
    return access("backup_label", F_OK) == 0 || access("recovery.signal", F_OK) == 0 || access("standby.signal", F_OK) == 0;
}

/// As long as this is so nobody but the start itself is at work: its last act is to write another state.
static int was_shut_down_cleanly(void)
{
    int file = open("global/pg_control", O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    int32_t state = 0;
    ssize_t length = pread(file, &state, sizeof state, state_offset);
    close(file);
    return length == sizeof state && state == shut_down && !is_recovery_wanted();
}

/// Stands in for that of the C library.
int unlink(const char *path)
{
    if (is_relation_cache(path) && was_shut_down_cleanly()) return 0;
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
