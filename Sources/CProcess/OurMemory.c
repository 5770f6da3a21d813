#define _GNU_SOURCE
#include "OurMemory.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/wait.h>

enum { stack_size = 256 * 1024 };

int run_in_our_memory(int (*body)(void *), void *argument) {
    char *stack = mmap(NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED)
        return errno;
    // The handlers of the engine must not run in a child that has its memory.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t child = clone(body, stack + stack_size, CLONE_VM | CLONE_VFORK | SIGCHLD, argument);
    int error = child < 0 ? errno : 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    while (child >= 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
    munmap(stack, stack_size);
    return error;
}
