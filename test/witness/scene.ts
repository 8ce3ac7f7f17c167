import type { Binding } from '../../src/evidence/binding.ts'
import type { Connection } from '../../src/machine/machine.ts'
import type { SubjectKind } from '../../src/subject/subject.ts'
import { talk } from '../machine/talk.ts'
import { containers } from './container.ts'

/** A machine with processes, cgroups, mounts and links that differ in everything that witnesses report. */
export interface Scene {
  readonly agent: Awaited<ReturnType<typeof talk>>
  /** The objects to query, by subject. */
  readonly cast: Partial<Record<SubjectKind, readonly Binding[]>>
}

export async function setScene(connection: Connection): Promise<Scene> {
  const agent = await talk(connection.channel)
  const { pid: self, cgroup } = await agent.call('hello', {})
  const told = await agent.run(`${stage} 2>&1`)
  const pid = (name: string) => {
    const [, found] = new RegExp(`^${name} (\\d+)$`, 'm').exec(told) ?? []
    if (!found) throw new Error(`there is no ${name} in the scene:\n${told}`)
    return Number(found)
  }
  const process = (name: string) => ({ pid: pid(name), cgroup: cgroup.base })
  const container = (name: string) => ({ ...process(name), name })
  const [plain, box, deep] = [pid('plain'), pid('box'), pid('deep')]
  return {
    agent,
    cast: {
      process: [...['plain', 'box', 'deep', 'busy'].map(process), ...['crate', 'chest'].map(container)],
      mount: [
        { pid: plain, path: '/' },
        { pid: plain, path: '/sys/fs/cgroup' },
        { pid: box, path: '/' },
        { pid: box, path: '/proc' },
        { pid: deep, path: '/' },
        { pid: deep, path: '/mnt' },
        { pid: deep, path: '/mnt/b c' },
      ],
      file: [plain, box].flatMap(pid =>
        ['', '/sparse', '/whiteout', '/few', '/none'].map(name => ({ pid, path: `/run/odd${name}` })),
      ),
      namespace: [
        { pid: plain, path: '/root/run/kept' },
        { pid: box, path: '/ns/pid' },
        { pid: deep, path: '/ns/net' },
      ],
      link: [
        { pid: self, name: 'lo' },
        { pid: self, name: 'br0' },
        { pid: self, name: 'v0' },
        { pid: box, name: 'lo' },
        { pid: deep, name: 'v1' },
      ],
      route: ['default', '10.1.2.0/24'].map(name => ({ pid: deep, name })),
      neighbour: ['10.1.2.8', '10.1.2.9'].map(name => ({ pid: deep, name })),
      socket: ['8080', '8081', '8082'].map(path => ({ pid: deep, name: 'tcp', path })),
      nft: ['ip nat prerouting', 'inet filter input'].map(name => ({ pid: deep, name })),
      sysctl: [self, deep].map(pid => ({
        pid,
        name: 'net.ipv4.ip_forward',
        path: '/net/ipv4/ip_forward',
      })),
      cgroup: [
        ...['plain', 'box', 'deep', 'few/leaf'].map(name => ({ cgroup: `${cgroup.base}/${name}` })),
        ...['crate', 'chest'].map(name => ({ cgroup: `${cgroup.base}/${name}`, name })),
      ],
      host: [{ pid: self }],
    },
  }
}

const stage = `
cd /sys/fs/cgroup
mkdir plain box deep few
echo 33554432 > box/memory.max; echo 20 > box/pids.max; echo '50000 100000' > box/cpu.max
echo 64M > deep/memory.max; echo 30 > deep/pids.max; echo '20000 50000' > deep/cpu.max
echo +pids > few/cgroup.subtree_control; mkdir few/leaf deep/below
echo 4M > box/hugetlb.2MB.max; chown 1000:1001 deep deep/cgroup.procs
modprobe zram; echo 8M > /sys/block/zram0/disksize; mkswap /dev/zram0; swapon --priority 5 /dev/zram0

mkdir /run/odd; mount -t tmpfs none /run/odd
cd /run/odd; mkdir few; touch 'few/one' few/two; mknod whiteout c 0 0; truncate -s 40K sparse; echo end >> sparse; ln sparse again
chown 1000:1000 sparse; setfattr -n user.origin -v here sparse; setfattr -n trusted.overlay.opaque -v y few
cd /sys/fs/cgroup

start() { ( echo 0 > $1/cgroup.procs; shift; exec "$@" ) < /dev/null > /dev/null 2>&1 & }
start plain env -i A=1 'B=two words' prlimit --nofile=512:1024 --core=0 --rttime=3000000 --cpu=77 \\
  choom -n 100 -- setpriv --bounding-set=-net_raw,-sys_admin --reuid=1234 --regid=1235 --groups=1236,5 env -C /usr sleep 1001
start box setpriv --reuid=1000 --regid=1000 --clear-groups \\
  unshare --user --map-root-user --fork --pid --mount --uts --ipc --net --cgroup \\
    --time --monotonic 1000 --boottime 2000 --mount-proc sleep 1002
threads='import _thread, time; [_thread.start_new_thread(time.sleep, (1004,)) for i in range(3)]; time.sleep(1004)'
start deep nice -n 5 chrt --batch 0 setpriv --inh-caps=+kill,+chown --ambient-caps=+kill unshare --fork --pid --mount --propagation slave --uts --ipc --net --mount-proc \\
  sh -c 'sleep 1003 & exec python3 -c "$0"' "$threads"

mkdir -p /run/oci/root
mount --bind / /run/oci/root
contain() {
  mkdir /run/oci/$1
  echo "$2" > /run/oci/$1/config.json
  crun --cgroup-manager=cgroupfs run --detach --bundle /run/oci/$1 $1 < /dev/null > /run/oci/$1/said 2>&1 || cat /run/oci/$1/said
}
contain crate '${JSON.stringify(containers.crate)}'
contain chest '${JSON.stringify(containers.chest)}'

find() { for i in $(seq 100); do pgrep -fx "$1" && return; sleep 0.1; done; }
plain=$(find 'sleep 1001') box=$(find 'sleep 1002') deep=$(find 'sleep 1003') busy=$(find 'python3 -c import _thread.*')
crate=$(find 'sleep 1005') chest=$(find 'sleep 1006')
until [ "$(ps -o nlwp= -p $busy)" -eq 4 ]; do sleep 0.1; done
kill -STOP $plain
until grep -q '^State:.*stopped' /proc/$plain/status; do sleep 0.1; done
kill -USR1 $plain # it waits until the process continues

touch /run/kept; mount --bind /proc/$box/ns/user /run/kept
nsenter --target $box --uts hostname whale
for what in '-M 4096' '-M 4096' '-S 2' '-Q'; do nsenter --target $deep --ipc ipcmk $what; done
ip link add br0 type bridge
ip link add v0 type veth peer name v1
ip link set v1 netns $deep
ip link set v0 master br0 mtu 1400 up
ip link set br0 up
nsenter --target $deep --net sh -c 'ip addr add 10.1.2.3/24 dev v1; ip link set v1 up; ip link set lo up'
cat > /run/rules <<'end'
table ip nat {
  chain prerouting {
    type nat hook prerouting priority dstnat
    counter packets 3 bytes 180 accept
    tcp dport 80 counter packets 1 bytes 60 dnat to 10.1.2.3:8080
  }
}
table inet filter {
  chain input {
    type filter hook input priority filter; policy drop
    counter packets 7 bytes 700 accept
  }
}
end
nsenter --target $deep --net sh -c '
  ip route add default via 10.1.2.1 metric 50
  ip neigh add 10.1.2.8 lladdr 02:00:00:00:00:08 dev v1 nud permanent
  ip neigh add 10.1.2.9 lladdr 02:00:00:00:00:09 dev v1 nud permanent
  sysctl -qw net.ipv4.ip_forward=1
  tc qdisc add dev v1 root tbf rate 8mbit burst 32kbit latency 400ms
  sleep 1007 | nc -lk 10.1.2.3 8080 > /dev/null 2>&1 &
  until ss -ltn | grep -q :8080; do sleep 0.1; done
  sleep 1008 | nc 10.1.2.3 8080 > /dev/null 2>&1 &
  busybox httpd -p 8081'
nsenter --target $deep --net nft -f /run/rules
nsenter --target $deep --mount sh -c '
  mount -t tmpfs -o size=1m,nosuid "odd name" /mnt
  mount --make-shared /mnt
  mkdir /mnt/a "/mnt/b c"
  mount --bind /mnt/a "/mnt/b c"
  mount --make-unbindable "/mnt/b c"
  mount -o remount,bind,ro "/mnt/b c"'
sleep 3 # what IPv6 does with its new addresses
for name in plain box deep busy crate chest; do eval "echo $name \\$$name"; done
`
