/**
 * A shell script that fills a machine with processes, namespaces and cgroups that differ in all that is seen from outside. It ends; what it starts
 * goes on.
 */
export const stage = `
cd /sys/fs/cgroup
mkdir box high cold small gone nest nest/middle nest/middle/leaf idle
echo 64M > box/memory.max; echo 20 > box/pids.max; echo '20000 50000' > box/cpu.max; echo 250 > box/cpu.weight
echo 48M > high/memory.high; echo 8M > high/memory.low; echo 4M > high/memory.min; echo 1 > high/memory.oom.group
echo 1 > high/cpu.weight; echo 10000 > nest/cpu.weight; echo 1 > idle/cpu.idle; echo 0 > small/memory.swap.max
echo '+memory +pids' > nest/cgroup.subtree_control; echo +pids > nest/middle/cgroup.subtree_control
echo 8M > small/memory.max; echo 32M > nest/memory.swap.max; echo 7 > nest/middle/leaf/pids.max

echo 9 > nest/cgroup.max.depth; echo 30 > nest/cgroup.max.descendants; echo 10000 > box/cpu.max.burst; echo 40M > small/memory.swap.high
echo 0 > box/cpuset.cpus; echo 0 > box/cpuset.mems; if [ -e box/cpuset.cpus.exclusive ]; then echo 0 > box/cpuset.cpus.exclusive; fi; echo root > box/cpuset.cpus.partition
mkdir few threads threads/one threads/two threads/two/three; echo threaded > threads/one/cgroup.type
mkdir mixed mixed/below; echo 1 > few/pids.max

start() { setsid "$@" < /dev/null > /dev/null 2>&1 & }
in_group() { group=$1; shift; start sh -c "echo 0 > /sys/fs/cgroup/$group/cgroup.procs; exec \\"\\$@\\"" sh "$@"; }

in_group box sleep 1001
in_group high sleep 1002
in_group threads sleep 1005
in_group mixed sleep 1006; in_group few sh -c 'sleep 0; exec sleep 1007'
in_group cold sleep 1003
in_group nest/middle/leaf sleep 1004
in_group small tail /dev/zero
for kind in ipc net mount cgroup; do start unshare --$kind sleep 1010; done
start unshare --uts sh -c 'hostname inner.example; exec sleep 1011'
start unshare --pid --fork unshare --pid --fork sleep 1012
start unshare --user --map-root-user --uts --pid --fork --mount-proc sleep 1013
start unshare --time --boottime 10000 --fork sleep 1014
in_group box unshare --cgroup --user sleep 1015
start setpriv --reuid 1000 --regid 1001 --groups 4,24,70000 --no-new-privs --inh-caps +chown --ambient-caps +chown --bounding-set -net_raw sleep 1020
start setpriv --ruid 5 --euid 6 --rgid 7 --egid 8 --clear-groups sleep 1021
start sh -c 'echo 500 > /proc/self/oom_score_adj; exec sleep 1022'
start sh -c 'echo -999 > /proc/self/oom_score_adj; exec sleep 1023'
cp /bin/sleep '/tmp/ä (b) c'; start '/tmp/ä (b) c' 1024
start sh -c 'kill -STOP $$'
start sh -c 'sleep 0 & exec sleep 1025'
start sh -c 'sh -c "echo 0 > /sys/fs/cgroup/gone/cgroup.procs" & exec sleep 1026'
start python3 -c 'import threading, time
for _ in range(5): threading.Thread(target=time.sleep, args=(1000,)).start()'
# One instruction of a seccomp filter, which allows everything: seccomp(2).
printf '\\006\\000\\000\\000\\000\\000\\377\\177' > /tmp/filter; start setpriv --seccomp-filter /tmp/filter sleep 1030

start unshare --user sleep 1040; many=$!
start unshare --user --net --mount --map-root-user unshare --user --map-root-user sleep 1041
start unshare --user sleep 1042; unmapped=$!
start unshare --uts sh -c 'hostname other; domainname inner.domain; exec sleep 1043'

mkdir -p /tmp/jail/proc /tmp/jail/bin /tmp/jail/lib /tmp/jail/lib64 /tmp/jail/usr /tmp/jail/deep/er '/tmp/a b' /tmp/gone /tmp/under /tmp/way /tmp/moved/in /tmp/away
touch /tmp/file /tmp/kept
start unshare --mount --propagation private sh -c '
  mount --bind /tmp/jail /tmp/jail; mount --make-unbindable /tmp/jail
  for part in bin lib lib64 usr; do mount --rbind /$part /tmp/jail/$part; done; mount -t proc proc /tmp/jail/proc
  mount -t tmpfs -o ro,nosuid,nodev,noexec,noatime,sync,size=1m "a \\ tab	#" /tmp/jail/deep
  mount -t tmpfs none /mnt; exec chroot /tmp/jail sleep 1050'
start unshare --mount --propagation unchanged sh -c 'cd /tmp/gone; exec sleep 1051'
start unshare --mount --propagation slave sh -c '
  mount -t tmpfs one "/tmp/a b"; mount --make-shared "/tmp/a b"; mount --bind /tmp/under /tmp/under; mount --make-rshared /tmp
  mount --bind /etc/hostname /tmp/file; mount --bind -o ro,nodiratime,nosymfollow /usr/share /tmp/way; mount -t tmpfs two "/tmp/a b"
  mount --bind /tmp/moved/in /tmp/away; mv /tmp/moved/in /tmp/moved/out; cd /tmp/away; exec sleep 1052'
start unshare --mount sh -c 'mkdir /tmp/new; mount -t tmpfs new /tmp/new; cd /tmp/new; mkdir old; ln -s old/bin old/lib old/lib64 old/usr .; mount --rbind / old; pivot_root . old; cd old/tmp; exec sleep 1053'
start unshare --cgroup --mount sh -c 'mount -t cgroup2 none /mnt; exec sleep 1054'
in_group box unshare --cgroup --mount sh -c 'mount -t cgroup2 none /mnt; mount -t sysfs none /tmp/way; mount -t mqueue none /tmp/under; exec sleep 1055'
start unshare --uts=/tmp/kept sleep 1056

ip netns add blue; ip netns add red
ip link add veth0 type veth peer name veth1; ip link add br0 type bridge; ip link set veth0 master br0 up; ip link set veth1 up; ip link set br0 up
ip link add far0 type veth peer name far1 netns blue; ip link add dum0 mtu 1300 address 02:00:00:00:00:07 type dummy; ip addr add 10.1.2.3/24 dev br0
ip addr add 10.9.9.9 peer 10.9.9.10/30 dev veth1; ip addr add 10.1.2.4/32 dev br0; ip addr add fd00:1:0:0:2::3/64 dev br0; ip link set dum0 up; ip addr add fd00::1:0:0:1/128 dev dum0
ip -n blue addr add 192.168.7.1/16 dev far1; ip -n blue link set far1 up; ip -n blue link set lo up
ip link add link veth1 name vlan5 type vlan id 5; ip link add link dum0 name mac0 netns red type macvlan; ip link add gone0 type veth peer name gone1; ip link del gone0
ip netns exec blue sysctl -qw net.ipv4.ip_forward=1; ip netns exec blue sleep 1060 < /dev/null > /dev/null 2>&1 &
ip netns exec red sleep 1061 < /dev/null > /dev/null 2>&1 &
sleep 3
rmdir /tmp/gone
printf '0 100000 1\n5 200 5\n10 300 5\n20 400 5\n30 500 5\n40 50 5\n1000 60 1\n' > /proc/$many/uid_map
echo '0 7 1000' > /proc/$many/gid_map
echo 1 > cold/cgroup.freeze
echo '+pids +cpu' > mixed/cgroup.subtree_control
rmdir gone
sleep 1
`
