#ifndef OUR_MEMORY_H
#define OUR_MEMORY_H

/// Runs a child in the engine's memory, while only the calling thread waits: it calls the system and nothing else, and ends by
/// _exit. It has a working directory, a root and descriptors of its own. Answers 0 once it has ended, or an errno if there was none.
///
/// A fork would copy the page tables of a large process, and make each of its pages fault once more afterwards.
int run_in_our_memory(int (*body)(void *), void *argument);

#endif
