import type { Witness } from './witness.ts'

/** The configuration of a container for crun(1): config.json of the OCI runtime specification. */
function container(seconds: number, namespaces: readonly string[], process: object, linux: object) {
  return {
    ociVersion: '1.0.2',
    process: {
      args: ['sleep', `${seconds}`],
      cwd: '/',
      env: ['PATH=/usr/bin', `HOME=/${seconds}`],
      user: { uid: 0, gid: 0 },
      ...process,
    },
    root: { path: '/run/oci/root', readonly: true },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs' },
    ],
    linux: { namespaces: namespaces.map(type => ({ type })), ...linux },
  }
}

const capabilities = (...names: string[]) => ({ bounding: names, effective: names, permitted: names })

/** Two containers that differ in every setting. */
export const containers = {
  crate: {
    ...container(
      1005,
      ['pid', 'mount', 'uts', 'ipc', 'network', 'cgroup'],
      {
        user: { uid: 1234, gid: 1235 },
        capabilities: capabilities('CAP_NET_BIND_SERVICE', 'CAP_KILL'),
        rlimits: [{ type: 'RLIMIT_NOFILE', soft: 100, hard: 200 }],
        oomScoreAdj: 50,
      },
      {
        cgroupsPath: '/crate',
        resources: {
          memory: { limit: 48 * 1024 ** 2 },
          pids: { limit: 12 },
          cpu: { quota: 30_000, period: 100_000 },
        },
      },
    ),
    hostname: 'crate',
  },
  chest: container(
    1006,
    ['pid', 'mount', 'ipc', 'user'],
    { capabilities: capabilities('CAP_CHOWN') },
    {
      cgroupsPath: '/chest',
      uidMappings: [{ containerID: 0, hostID: 100_000, size: 65_536 }],
      gidMappings: [{ containerID: 0, hostID: 100_000, size: 65_536 }],
      resources: { memory: { limit: 24 * 1024 ** 2 }, pids: { limit: 14 } },
    },
  ),
}

/** An OCI runtime knows its own containers, and by name. */
export const containerWitnesses: readonly Witness[] = [
  {
    subject: 'process',
    fact: 'pid',
    field: 'outside',
    knows: 'name',
    ask: ({ name }) => `crun state ${name}`,
    read: answer => JSON.parse(answer).pid,
  },
  {
    subject: 'cgroup',
    fact: 'cgroup.procs',
    knows: 'name',
    ask: ({ name }) => `crun ps --format=json ${name}`,
    read: answer => JSON.parse(answer),
  },
]
