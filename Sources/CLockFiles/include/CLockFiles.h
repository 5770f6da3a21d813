#ifndef CLOCKFILES_H
#define CLOCKFILES_H

// Nothing to call: the library stands in for one function of the C library, see lock_files.c.

#endif
