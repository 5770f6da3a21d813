// The files of the web UI, as they lie in the program.
#ifndef ASSETS_H
#define ASSETS_H

#include <stddef.h>

/// One file.
struct asset {
    /// Where it is served: "/", or below "/ui/".
    const char *path;
    /// Its media type.
    const char *type;
    const unsigned char *bytes;
    size_t count;
};

/// How many there are.
size_t asset_count(void);

/// The file of this number, counted from 0.
struct asset asset_at(size_t index);

#endif
