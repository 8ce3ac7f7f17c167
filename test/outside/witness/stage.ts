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

start() { setsid "$@" < /dev/null > /dev/null 2>&1 & }
in_group() { group=$1; shift; start sh -c "echo 0 > /sys/fs/cgroup/$group/cgroup.procs; exec \\"\\$@\\"" sh "$@"; }

in_group box sleep 1001
in_group high sleep 1002
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
sleep 3
echo 1 > cold/cgroup.freeze
rmdir gone
sleep 1
`
