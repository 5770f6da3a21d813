#define _GNU_SOURCE
#include "CPorts.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// The kernel's interface for rules on ports, see landlock(7); the headers of Debian 12 are older.
struct port_ruleset {
    uint64_t files;
    uint64_t network;
};
struct port_rule {
    uint64_t access;
    uint64_t port;
};
enum { landlock_version = 1, port_rule_type = 2, bind_access = 1, connect_access = 2, first_version_with_ports = 4 };

int cports_are_limited(void) {
    return syscall(SYS_landlock_create_ruleset, NULL, 0, landlock_version) >= first_version_with_ports;
}

int cports_limit(int port) {
    if (!cports_are_limited())
        return 0;
    struct port_ruleset ruleset = {0, bind_access | connect_access};
    struct port_rule rule = {bind_access, (uint64_t)port};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &ruleset, sizeof ruleset, 0);
    if (rules < 0)
        return errno;
    int failed = syscall(SYS_landlock_add_rule, rules, port_rule_type, &rule, 0) != 0
        || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(SYS_landlock_restrict_self, rules, 0) != 0;
    int error = failed ? errno : 0;
    close(rules);
    return error;
}
