#ifndef CPRELOAD_H
#define CPRELOAD_H

// Nothing to call: the library stands in for functions of the C library, see lock_files.c and sockets.c.

/// The variable by which a server in a container finds the engine's socket that hands it what it needs. Descriptors come in one
/// message: a filter of system calls for the server, one for its children, then the sockets to listen on.
#define CPRELOAD_HANDOVER "DBLAB_HANDOVER"

#endif
