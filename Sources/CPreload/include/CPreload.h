#ifndef CPRELOAD_H
#define CPRELOAD_H

// Nothing to call: the library stands in for functions of the C library, see its other files.

/// The variable by which a server in a container finds the engine's socket that hands it what it needs. Descriptors come in one
/// message: a filter of system calls for the server, one for its children, then the sockets to listen on.
#define CPRELOAD_HANDOVER "DBLAB_HANDOVER"

/// The variable by which a server in a sandbox that root has made is told whose account to become: "user:group:group,group…", the
/// last being the further groups.
#define CPRELOAD_DESCENT "DBLAB_DESCENT"

/// The variable by which a server is told to wait. It has the connection to the engine, and says by a byte that it waits; the
/// answer is one message with the log as its descriptor: the data directory, the port and the arguments, each ended by a zero.
#define CPRELOAD_WAITING "DBLAB_WAITS"
#define CPRELOAD_CONNECTION 4
/// The most bytes of those arguments.
#define CPRELOAD_MOST_ARGUMENTS 2048

#endif
