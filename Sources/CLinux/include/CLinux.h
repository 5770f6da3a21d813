// System calls, ioctls and constants of Linux that Glibc does not show to Swift.
// Functions return -1 and set errno on failure, like those of the C library, unless said otherwise.
#ifndef CLINUX_H
#define CLINUX_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/xattr.h>

// MARK: Values of statfs.f_type

enum {
    CLINUX_BTRFS_MAGIC = 0x9123683E,
    CLINUX_XFS_MAGIC = 0x58465342,
    CLINUX_ZFS_MAGIC = 0x2FC12FC1,
    CLINUX_FUSE_MAGIC = 0x65735546,
};

/// The kind of file system that a path lies on, as one of the magic numbers above or another; -1 on failure.
int64_t clinux_file_system_magic(const char *path);

// MARK: Files

/// Makes the empty file `to` share all content of `from`.
int clinux_clone_file(int to, int from);

/// Copies inside the kernel at equal offsets of both files; returns the number of bytes copied, 0 at the end.
ssize_t clinux_copy_range(int from, int to, off_t offset, size_t count);

/// The offset of the next data at or after `offset`; errno is ENXIO if there is none.
off_t clinux_next_data(int fd, off_t offset);

/// The offset of the next hole at or after `offset`; the end of the file counts as one.
off_t clinux_next_hole(int fd, off_t offset);

/// Sums the bytes of a file's extents, and of those that no other file shares.
int clinux_extent_bytes(int fd, uint64_t *total, uint64_t *exclusive);

/// Whether a file is exempt from copy-on-write (`chattr +C`), or -1.
int clinux_is_nocow(int fd);

/// Exempts an empty file from copy-on-write.
int clinux_set_nocow(int fd);

/// Writes everything of the file system that `fd` lies on to disk.
int clinux_sync_file_system(int fd);

/// Renames; errno is EEXIST if the target exists, whatever it is.
int clinux_rename_new(const char *from, const char *to);

// MARK: Btrfs

/// Creates an empty subvolume in a directory.
int clinux_btrfs_create(int parent, const char *name);

/// Creates a snapshot of the subvolume `source` in a directory.
int clinux_btrfs_snapshot(int source, int parent, const char *name, bool read_only);

/// Removes a subvolume from a directory; errno is ENOTEMPTY if it holds other subvolumes.
int clinux_btrfs_remove(int parent, const char *name);

/// Makes a subvolume writable.
int clinux_btrfs_set_writable(int subvolume);

/// Whether a subvolume is read-only, or -1.
int clinux_btrfs_is_read_only(int subvolume);

/// The number of subvolumes directly inside a subvolume, or -1.
int clinux_btrfs_count_nested(int subvolume);

/// Limits what a subvolume may hold alone, in bytes; errno is ENOTCONN where the file system keeps no account of that.
int clinux_btrfs_limit(int subvolume, uint64_t bytes);

/// The inode number of every subvolume's top directory.
enum { CLINUX_BTRFS_TOP_INODE = 256 };

#endif
