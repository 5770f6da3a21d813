#ifndef CPROCESS_H
#define CPROCESS_H

#include <sys/types.h>

/// A program to start as a process that outlives this one.
struct cprocess_launch {
    const char *program;
    char *const *arguments;
    char *const *environment;
    /// Where it runs; only its owner needs to be able to enter it.
    const char *directory;
    /// An open file that takes standard output and standard error.
    int log;
    /// Open files, at most 4, that the program gets as descriptors 3 and following.
    const int *inherited;
    int inherited_count;
    /// The only TCP port that it and its children may listen on, if the kernel can see to that; then they cannot connect to
    /// any. 0 for no limit.
    int only_port;
    /// The rights that files made by the program do not get, see umask(2).
    mode_t mask;
    /// Files by which it joins control groups before it is executed, ended by NULL.
    char *const *joined;
    /// Whether to become the user below, which only root may.
    int changes_user;
    uid_t user;
    gid_t group;
    const gid_t *groups;
    size_t group_count;
};

/// Starts the program in a session of its own, as a child of init. Answers 0, or an errno.
int cprocess_launch(const struct cprocess_launch *launch, pid_t *process);

/// Opens a file in memory with the system calls that a sandboxed server may make, as a program of the kernel's packet
/// filter (seccomp(2)). With connections it may open sockets of all kinds and connect them. Answers -1 and sets errno on failure.
int cprocess_open_filter(int with_connections);

/// The same for the children of a server that listens on sockets of another network than its own: they make no connection
/// of such a socket, and bind none to another address.
int cprocess_open_child_filter(void);

/// A place where other processes are handed descriptors for as long as it is open.
struct cprocess_handover;

/// Hands descriptors, at most 16, to everybody who connects to a Unix socket at the path, which is made for its owner only. The
/// descriptors stay the caller's, and must stay open. Answers 0, or an errno.
int cprocess_hand_over(const char *path, uid_t user, gid_t group, const int *descriptors, int count,
                       struct cprocess_handover **handover);

/// Ends it and removes the socket.
void cprocess_end_handover(struct cprocess_handover *handover);

/// Shows directories, at most 4, at their own paths to a process with mounts of its own, such as in a sandbox; the first ones
/// are read-only there. The list ends with NULL. Only root may. Answers 0, or an errno.
int cprocess_show(pid_t process, char *const *paths, int read_only);

/// Opens two ends of a connection that keeps messages whole. Answers 0, or an errno.
int cprocess_connect(int ends[2]);

/// Sends a message with a descriptor. Answers 0, or an errno.
int cprocess_send(int connection, const void *message, size_t size, int descriptor);

/// Opens a handle of a process that stays true when its number is used again. Answers -1 and sets errno on failure.
int cprocess_open(pid_t process);

/// Sends a signal by such a handle. Answers 0, or an errno.
int cprocess_signal(int handle, int signal);

/// Answers whether a process works in a directory or below it, also if that was removed meanwhile.
int cprocess_works_below(pid_t process, const char *directory);

/// Opens a handle that is readable when something in the directory is written, made or renamed; -1 if there is none.
int cprocess_watch(const char *directory);

/// Opens an event that can be set once (see cprocess_set) and polled; -1 on failure.
int cprocess_event(void);
void cprocess_set(int event);

/// Removes the System V segment of a PostgreSQL server that is gone, with the POSIX ones it leads to.
/// Does nothing if some process uses it, if it is not PostgreSQL's or not the user's. Answers whether it was removed.
int cprocess_remove_shared_memory(int identifier, uid_t owner);

#endif
