// A server in a sandbox that root has made becomes the account of the servers here, before its own first line runs: a program
// that does so in between, such as setpriv, takes 3 ms. See docs/decisions/013-sandbox.md.
//
// It fails closed: without this library PostgreSQL refuses to run, since it would be root.

#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CPreload.h"
#include "give_up.h"

enum { most_groups = 256 };

struct account {
    uid_t user;
    gid_t group;
    gid_t further[most_groups];
    size_t further_count;
};

/// Reads a number and passes what stands behind it. Zero is root's.
///
/// Not by strtoul, whose name in new C libraries is one that old ones do not have.
static unsigned number(const char **text, char end, unsigned least)
{
    const char *rest = *text;
    unsigned long value = 0;
    while (*rest >= '0' && *rest <= '9' && value < UINT_MAX) value = value * 10 + (unsigned long)(*rest++ - '0');
    errno = EINVAL;
    if (rest == *text || value < least || value >= UINT_MAX || (*rest != end && *rest != 0))
        give_up("the account of the servers is not understood");
    *text = *rest == 0 ? rest : rest + 1;
    return (unsigned)value;
}

static void parse(const char *text, struct account *account)
{
    account->user = number(&text, ':', 1);
    account->group = number(&text, ':', 1);
    account->further_count = 0;
    while (*text != 0) {
        if (account->further_count == most_groups) give_up("the account of the servers has too many groups");
        account->further[account->further_count++] = number(&text, ',', 0);
    }
}

static void drop_rights(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[2] = {{0}};
    if (syscall(SYS_capset, &header, none) != 0) give_up("rights cannot be dropped");
    // A change of the user takes away what others of this user may see of the process; they are to see the server.
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0)
        give_up("rights cannot be dropped for good");
}

// Before all other constructors of this library.
__attribute__((constructor(101))) static void become_the_account(void)
{
    const char *text = getenv(CPRELOAD_DESCENT);
    if (text == NULL || strcmp(program_invocation_short_name, "postgres") != 0) return;
    struct account account;
    parse(text, &account);
    for (int right = 0; prctl(PR_CAPBSET_READ, right, 0, 0, 0) >= 0; right++)
        if (prctl(PR_CAPBSET_DROP, right, 0, 0, 0) != 0) give_up("rights cannot be given up");
    if (setgroups(account.further_count, account.further) != 0
        || setresgid(account.group, account.group, account.group) != 0
        || setresuid(account.user, account.user, account.user) != 0)
        give_up("the account of the servers cannot be taken");
    drop_rights();
    unsetenv(CPRELOAD_DESCENT);
}
