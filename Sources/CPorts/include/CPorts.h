#ifndef CPORTS_H
#define CPORTS_H

/// Answers whether the kernel can limit ports: Linux 6.7 or newer, with Landlock switched on.
int cports_are_limited(void);

/// Takes away from the calling thread, and from all that it starts, to connect anywhere by TCP and to listen on any other port
/// than this one. Older kernels refuse nothing, which is no failure. Answers 0, or an errno.
int cports_limit(int port);

#endif
