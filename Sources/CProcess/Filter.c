#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// What a server and the programs run from SQL may not ask of the kernel, whatever their user is inside the sandbox: above
// all new namespaces, mounts, other processes' memory, and ways to the network that go round the socket calls.

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the filter is written for x86_64 and aarch64"
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
// Both architectures store the low half first.
#define LOAD_ARGUMENT(n) LOAD(args[n])
#define LOAD_UPPER_HALF(n) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[n]) + 4)
#define IF_EQUAL(value, then_skip, else_skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (then_skip), (else_skip))
#define IF_ANY_BIT(value, then_skip, else_skip) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (value), (then_skip), (else_skip))
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define FAIL(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define DENY(call) IF_EQUAL(SYS_##call, 0, 1), FAIL(EPERM)
// A call that fails with one of some bits in an argument, and is allowed without.
#define DENY_BITS(call, argument, bits, error) \
    IF_EQUAL(SYS_##call, 0, 4), LOAD_ARGUMENT(argument), IF_ANY_BIT((bits), 0, 1), FAIL(error), ALLOW

enum { x32_bit = 0x40000000 };

static const struct sock_filter kernel_rules[] = {
    LOAD(arch),
    IF_EQUAL(OWN_ARCHITECTURE, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    LOAD(nr),
#if defined(__x86_64__)
    IF_ANY_BIT(x32_bit, 0, 1),
    FAIL(EPERM),
    DENY(iopl),
    DENY(ioperm),
    DENY(modify_ldt),
#endif
    DENY(mount),
    DENY(umount2),
    DENY(pivot_root),
    DENY(chroot),
    DENY(open_tree),
    DENY(move_mount),
    DENY(fsopen),
    DENY(fsconfig),
    DENY(fsmount),
    DENY(fspick),
    DENY(setns),
    DENY(unshare),
    DENY(ptrace),
    DENY(process_vm_readv),
    DENY(process_vm_writev),
    DENY(kcmp),
    DENY(pidfd_getfd),
    DENY(bpf),
    DENY(perf_event_open),
    DENY(userfaultfd),
    DENY(add_key),
    DENY(request_key),
    DENY(keyctl),
    DENY(open_by_handle_at),
    DENY(fanotify_init),
    DENY(quotactl),
    DENY(swapon),
    DENY(swapoff),
    DENY(acct),
    DENY(reboot),
    DENY(syslog),
    DENY(kexec_load),
    DENY(init_module),
    DENY(finit_module),
    DENY(delete_module),
    DENY(settimeofday),
    DENY(clock_settime),
    DENY(adjtimex),
    DENY(clock_adjtime),
    DENY(io_uring_setup),
    DENY(io_uring_enter),
    DENY(io_uring_register),
    // Its flags lie in memory, out of the filter's sight; callers go on with clone.
    IF_EQUAL(SYS_clone3, 0, 1),
    FAIL(ENOSYS),
    DENY_BITS(clone, 0,
              CLONE_NEWNS | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP,
              EPERM),
    IF_EQUAL(SYS_ioctl, 0, 4),
    LOAD_ARGUMENT(1),
    IF_EQUAL(TIOCSTI, 0, 1),
    FAIL(EPERM),
    ALLOW,
};

// Listening and accepting remain, nothing else: only stream sockets of three families, never connected from here.
static const struct sock_filter network_rules[] = {
    IF_EQUAL(SYS_connect, 0, 1),
    FAIL(EACCES),
    IF_EQUAL(SYS_socket, 0, 12),
    LOAD_ARGUMENT(0),
    IF_EQUAL(AF_UNIX, 2, 0),
    IF_EQUAL(AF_INET, 1, 0),
    IF_EQUAL(AF_INET6, 0, 6),
    LOAD_ARGUMENT(1),
    BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xf),
    IF_EQUAL(SOCK_STREAM, 0, 3),
    LOAD_ARGUMENT(2),
    IF_EQUAL(0, 2, 0),
    IF_EQUAL(6 /* TCP */, 1, 0),
    FAIL(EAFNOSUPPORT),
    ALLOW,
    // TCP Fast Open connects while it sends.
    IF_EQUAL(SYS_sendto, 0, 8),
    LOAD_ARGUMENT(4),
    IF_EQUAL(0, 0, 4),
    LOAD_UPPER_HALF(4),
    IF_EQUAL(0, 0, 2),
    LOAD_ARGUMENT(3),
    IF_ANY_BIT(MSG_FASTOPEN, 0, 1),
    FAIL(EACCES),
    ALLOW,
    DENY_BITS(sendmsg, 2, MSG_FASTOPEN, EACCES),
    DENY_BITS(sendmmsg, 3, MSG_FASTOPEN, EACCES),
};

static const struct sock_filter last_rule[] = {ALLOW};

// What is accepted may be ended and used anew: for another connection, or at another port.
static const struct sock_filter child_rules[] = {
    LOAD(arch),
    IF_EQUAL(OWN_ARCHITECTURE, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    LOAD(nr),
    IF_EQUAL(SYS_connect, 0, 1),
    FAIL(EACCES),
    DENY(bind),
    DENY(listen),
    DENY_BITS(sendto, 3, MSG_FASTOPEN, EACCES),
    DENY_BITS(sendmsg, 2, MSG_FASTOPEN, EACCES),
    DENY_BITS(sendmmsg, 3, MSG_FASTOPEN, EACCES),
};

struct part {
    const void *rules;
    size_t size;
};

static int open_rules(const struct part *parts, size_t count) {
    int file = memfd_create("dblab-filter", MFD_CLOEXEC);
    if (file < 0)
        return -1;
    for (size_t part = 0; part < count; part++) {
        ssize_t written = write(file, parts[part].rules, parts[part].size);
        if (written == (ssize_t)parts[part].size)
            continue;
        int error = written < 0 ? errno : EIO;
        close(file);
        errno = error;
        return -1;
    }
    lseek(file, 0, SEEK_SET);
    return file;
}

int cprocess_open_filter(int with_connections) {
    const struct part parts[] = {
        {kernel_rules, sizeof kernel_rules},
        {network_rules, with_connections ? 0 : sizeof network_rules},
        {last_rule, sizeof last_rule},
    };
    return open_rules(parts, sizeof parts / sizeof parts[0]);
}

int cprocess_open_child_filter(void) {
    const struct part parts[] = {{child_rules, sizeof child_rules}, {last_rule, sizeof last_rule}};
    return open_rules(parts, sizeof parts / sizeof parts[0]);
}
