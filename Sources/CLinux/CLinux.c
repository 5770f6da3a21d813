#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/btrfs.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/vfs.h>
#include <unistd.h>

int64_t clinux_file_system_magic(const char *path) {
    struct statfs status;
    if (statfs(path, &status) != 0) return -1;
    return (int64_t)(uint32_t)status.f_type;
}

// MARK: Files

int clinux_clone_file(int to, int from) { return ioctl(to, FICLONE, from); }

ssize_t clinux_copy_range(int from, int to, off_t offset, size_t count) {
    loff_t in = offset, out = offset;
    return copy_file_range(from, &in, to, &out, count, 0);
}

off_t clinux_next_data(int fd, off_t offset) { return lseek(fd, offset, SEEK_DATA); }

off_t clinux_next_hole(int fd, off_t offset) { return lseek(fd, offset, SEEK_HOLE); }

enum { EXTENTS_PER_CALL = 512 };

int clinux_extent_bytes(int fd, uint64_t *total, uint64_t *exclusive) {
    size_t bytes = sizeof(struct fiemap) + EXTENTS_PER_CALL * sizeof(struct fiemap_extent);
    struct fiemap *map = malloc(bytes);
    if (map == NULL) return -1;
    *total = *exclusive = 0;
    uint64_t start = 0;
    bool last = false;
    while (!last) {
        memset(map, 0, bytes);
        map->fm_start = start;
        map->fm_length = FIEMAP_MAX_OFFSET - start;
        map->fm_extent_count = EXTENTS_PER_CALL;
        if (ioctl(fd, FS_IOC_FIEMAP, map) != 0) {
            free(map);
            return -1;
        }
        last = map->fm_mapped_extents == 0;
        for (uint32_t i = 0; i < map->fm_mapped_extents; i++) {
            const struct fiemap_extent *extent = &map->fm_extents[i];
            *total += extent->fe_length;
            if (!(extent->fe_flags & FIEMAP_EXTENT_SHARED)) *exclusive += extent->fe_length;
            start = extent->fe_logical + extent->fe_length;
            last = last || (extent->fe_flags & FIEMAP_EXTENT_LAST);
        }
    }
    free(map);
    return 0;
}

int clinux_is_nocow(int fd) {
    int flags = 0;
    if (ioctl(fd, FS_IOC_GETFLAGS, &flags) != 0) return -1;
    return (flags & FS_NOCOW_FL) != 0;
}

int clinux_set_nocow(int fd) {
    int flags = 0;
    if (ioctl(fd, FS_IOC_GETFLAGS, &flags) != 0) return -1;
    flags |= FS_NOCOW_FL;
    return ioctl(fd, FS_IOC_SETFLAGS, &flags);
}

int clinux_sync_file_system(int fd) { return syncfs(fd); }

int clinux_rename_new(const char *from, const char *to) {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

// MARK: Btrfs

static int set_name(char *field, size_t size, const char *name) {
    if (strlen(name) >= size) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(field, name);
    return 0;
}

int clinux_btrfs_create(int parent, const char *name) {
    struct btrfs_ioctl_vol_args arguments = {0};
    if (set_name(arguments.name, sizeof arguments.name, name) != 0) return -1;
    return ioctl(parent, BTRFS_IOC_SUBVOL_CREATE, &arguments);
}

int clinux_btrfs_snapshot(int source, int parent, const char *name, bool read_only) {
    struct btrfs_ioctl_vol_args_v2 arguments = {0};
    arguments.fd = source;
    if (read_only) arguments.flags |= BTRFS_SUBVOL_RDONLY;
    if (set_name(arguments.name, sizeof arguments.name, name) != 0) return -1;
    return ioctl(parent, BTRFS_IOC_SNAP_CREATE_V2, &arguments);
}

int clinux_btrfs_remove(int parent, const char *name) {
    struct btrfs_ioctl_vol_args arguments = {0};
    if (set_name(arguments.name, sizeof arguments.name, name) != 0) return -1;
    return ioctl(parent, BTRFS_IOC_SNAP_DESTROY, &arguments);
}

int clinux_btrfs_set_writable(int subvolume) {
    __u64 flags = 0;
    if (ioctl(subvolume, BTRFS_IOC_SUBVOL_GETFLAGS, &flags) != 0) return -1;
    flags &= ~BTRFS_SUBVOL_RDONLY;
    return ioctl(subvolume, BTRFS_IOC_SUBVOL_SETFLAGS, &flags);
}

int clinux_btrfs_is_read_only(int subvolume) {
    __u64 flags = 0;
    if (ioctl(subvolume, BTRFS_IOC_SUBVOL_GETFLAGS, &flags) != 0) return -1;
    return (flags & BTRFS_SUBVOL_RDONLY) != 0;
}

int clinux_btrfs_limit(int subvolume, uint64_t bytes) {
    // Without an identifier it is that of the subvolume.
    struct btrfs_ioctl_qgroup_limit_args arguments = {
        .lim = {.flags = BTRFS_QGROUP_LIMIT_MAX_EXCL, .max_excl = bytes},
    };
    return ioctl(subvolume, BTRFS_IOC_QGROUP_LIMIT, &arguments);
}

int clinux_btrfs_count_nested(int subvolume) {
    struct btrfs_ioctl_get_subvol_rootref_args arguments = {0};
    // EOVERFLOW means that there are more than the 255 references that fit; the exact number does not matter then.
    if (ioctl(subvolume, BTRFS_IOC_GET_SUBVOL_ROOTREF, &arguments) != 0 && errno != EOVERFLOW) return -1;
    return arguments.num_items;
}
