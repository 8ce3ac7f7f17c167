/** All that this observer wants to know of a kernel. What is not listed here cannot be read: a misspelt path does not compile. */

/** Symbols beside those of VMCOREINFO. */
export const symbolNames = [
  '_text',
  '_end',
  'init_task',
  'cgrp_dfl_root',
  '__per_cpu_offset',
  'nr_cpu_ids',
] as const

/** Structures and members; `MEMBER[]` is an element of an array. */
export const paths = [
  'list_head.next',
  'list_head.prev',

  'task_struct.tasks',
  'task_struct.thread_pid',
  'task_struct.comm',
  'task_struct.flags',
  'task_struct.__state',
  'task_struct.exit_state',
  'task_struct.tgid',
  'task_struct.real_parent',
  'task_struct.start_boottime',
  'task_struct.atomic_flags',
  'task_struct.seccomp.mode',
  'task_struct.real_cred',
  'task_struct.signal',
  'task_struct.nsproxy',
  'task_struct.cgroups',
  'signal_struct.nr_threads',
  'signal_struct.oom_score_adj',

  'pid.level',
  'pid.numbers[]',
  'upid.nr',
  'upid.ns',

  'cred.uid',
  'cred.euid',
  'cred.suid',
  'cred.fsuid',
  'cred.gid',
  'cred.egid',
  'cred.sgid',
  'cred.fsgid',
  'cred.group_info',
  'group_info.ngroups',
  'group_info.gid[]',
  'cred.cap_permitted',
  'cred.cap_effective',
  'cred.cap_inheritable',
  'cred.cap_bset',
  'cred.cap_ambient',
  'cred.user_ns',

  'nsproxy.cgroup_ns',
  'nsproxy.ipc_ns',
  'nsproxy.mnt_ns',
  'nsproxy.net_ns',
  'nsproxy.time_ns',
  'nsproxy.uts_ns',
  'cgroup_namespace.ns.inum',
  'ipc_namespace.ns.inum',
  'mnt_namespace.ns.inum',
  'net.ns.inum',
  'pid_namespace.ns.inum',
  'time_namespace.ns.inum',
  'user_namespace.ns.inum',
  'uts_namespace.ns.inum',
  'uts_namespace.name.nodename',

  'css_set.dfl_cgrp',
  'cgroup_root.cgrp',
  'cgroup.self',
  'cgroup.self.children',
  'cgroup.kn',
  'cgroup.flags',
  'cgroup.nr_populated_csets',
  'cgroup.nr_populated_domain_children',
  'cgroup.nr_populated_threaded_children',
  'cgroup.freezer.freeze',
  'cgroup.subtree_control',
  'cgroup.rstat_cpu',
  'cgroup.bstat.cputime.sum_exec_runtime',
  'cgroup.last_bstat.cputime.sum_exec_runtime',
  'cgroup_rstat_cpu.bstat.cputime.sum_exec_runtime',
  'cgroup_rstat_cpu.last_bstat.cputime.sum_exec_runtime',
  'cgroup.subsys[]',
  'cgroup_subsys_state.sibling',
  'cgroup_subsys_state.cgroup',
  'cgroup_subsys_state.flags',
  'kernfs_node.name',
  'kernfs_node.parent',

  'mem_cgroup.css',
  'mem_cgroup.memory.max',
  'mem_cgroup.memory.high',
  'mem_cgroup.memory.low',
  'mem_cgroup.memory.min',
  'mem_cgroup.memory.usage',
  'mem_cgroup.memory.watermark',
  'mem_cgroup.swap.max',
  'mem_cgroup.swap.usage',
  'mem_cgroup.oom_group',
  'mem_cgroup.memory_events[]',

  'pids_cgroup.css',
  'pids_cgroup.limit',
  'pids_cgroup.counter',
  'pids_cgroup.watermark',

  'task_group.css',
  'task_group.cfs_bandwidth.quota',
  'task_group.cfs_bandwidth.period',
  'task_group.shares',
  'task_group.idle',
] as const

/** What other kernels call a member. */
export const otherPaths: Partial<Record<Path, readonly string[]>> = {
  'kernfs_node.parent': ['kernfs_node.__parent'],
  'cgroup.rstat_cpu': ['cgroup.rstat_base_cpu'],
  'cgroup_rstat_cpu.bstat.cputime.sum_exec_runtime': ['cgroup_rstat_base_cpu.bstat.cputime.sum_exec_runtime'],
  'cgroup_rstat_cpu.last_bstat.cputime.sum_exec_runtime': [
    'cgroup_rstat_base_cpu.last_bstat.cputime.sum_exec_runtime',
  ],
}

export const enumeratorNames = [
  'CSS_ONLINE',
  'CSS_VISIBLE',
  'CGRP_FROZEN',
  'cpuset_cgrp_id',
  'cpu_cgrp_id',
  'io_cgrp_id',
  'memory_cgrp_id',
  'hugetlb_cgrp_id',
  'pids_cgrp_id',
  'rdma_cgrp_id',
  'misc_cgrp_id',
  'MEMCG_LOW',
  'MEMCG_HIGH',
  'MEMCG_MAX',
  'MEMCG_OOM',
  'MEMCG_OOM_KILL',
  'MEMCG_OOM_GROUP_KILL',
] as const

/** Changes with these lists: a kernel that was mapped for others has to be mapped again. */
export const layout = JSON.stringify([symbolNames, paths, otherPaths, enumeratorNames])

export type SymbolName = (typeof symbolNames)[number]
export type Path = (typeof paths)[number]
export type EnumeratorName = (typeof enumeratorNames)[number]
