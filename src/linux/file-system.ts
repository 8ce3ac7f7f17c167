/** Types of file systems, as statfs(2) returns them; linux/magic.h. */
export const cgroup2Magic = 0x63677270 // CGROUP2_SUPER_MAGIC
export const tmpfsMagic = 0x01021994 // TMPFS_MAGIC
