#ifndef GIVE_UP_H
#define GIVE_UP_H

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/// Ends the server, which says why in its log: one that is open, or has rights that it should not have, must not go on.
static inline void give_up(const char *why)
{
    dprintf(STDERR_FILENO, "FATAL:  dblab: %s: %s\n", why, strerror(errno));
    _exit(1);
}

#endif
