import { cgroup } from './cgroup/cgroup.ts'
import type { SubjectDefinition } from './definition.ts'
import { duration } from './duration/duration.ts'
import { exit } from './exit/exit.ts'
import { file } from './file/file.ts'
import { host } from './host/host.ts'
import { link } from './link/link.ts'
import { mount } from './mount/mount.ts'
import { namespace } from './namespace/namespace.ts'
import { neighbour } from './neighbour/neighbour.ts'
import { nft } from './nft/nft.ts'
import { output } from './output/output.ts'
import { process } from './process/process.ts'
import { route } from './route/route.ts'
import { socket } from './socket/socket.ts'
import { sysctl } from './sysctl/sysctl.ts'

/** All kinds of subjects, in the order of the reference. The key is what an author writes. */
export const registry = {
  output,
  exit,
  duration,
  host,
  process,
  namespace,
  cgroup,
  mount,
  file,
  link,
  route,
  neighbour,
  socket,
  nft,
  sysctl,
} satisfies Record<string, SubjectDefinition>
