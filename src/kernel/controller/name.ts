/** The controllers that cgroup v2 can have, as cgroup.controllers lists them; Documentation/admin-guide/cgroup-v2.rst. */
export const controllerNames = [
  'cpu',
  'cpuset',
  'dmem',
  'hugetlb',
  'io',
  'memory',
  'misc',
  'pids',
  'rdma',
] as const
