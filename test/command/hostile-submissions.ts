/** Scripts that somebody hands in to be given marks that they have not earned, or to harm the grader. None does what the lab asks. */
export const hostileSubmissions: Readonly<Record<string, string>> = {
  'a fork bomb': 'bomb() { bomb | bomb & }; bomb; sleep 3',
  'processes that never end': 'for i in $(seq 3000); do sleep 1000 & done 2> /dev/null',
  'endless output': 'yes',
  'endless output without a newline': 'tr "\\0" x < /dev/zero',
  'endless output in the background': 'yes &',
  'an endless loop': 'while true; do true; done',
  'a command that never ends': 'sleep infinity',
  'a command that cannot be interrupted': 'sh -c \'trap "" INT QUIT TERM HUP; while true; do sleep 1; done\'',
  'a program that waits for input': 'cat',
  'a program that uses the whole screen': "printf '\\033[?1049h'; sleep 1000",
  'a kernel panic': 'echo c > /proc/sysrq-trigger',
  'a reboot': 'echo b > /proc/sysrq-trigger',
  'a power-off': 'echo o > /proc/sysrq-trigger; sleep 5',
  'a full disk': 'fallocate -l 2G /tmp/full; cat /dev/zero > /tmp/full; cat /dev/zero > /root/full',
  'all memory': 'mount -t tmpfs -o size=4G none /mnt; fallocate -l 3G /mnt/full',
  'every process killed': 'kill -9 -1',
  'the shell killed': 'kill -9 $$',
  'the terminal killed': 'kill -9 $PPID',
  'fifty busy processes': 'for i in $(seq 50); do (while true; do true; done) & done',
  'the tree of cgroups frozen': 'for g in /sys/fs/cgroup/*/cgroup.freeze; do echo 1 > $g; done',
  'the agent killed': 'pkill -9 node; pkill -9 perl; sleep 1',
  'the agent stopped': 'pkill -STOP node; sleep 1',
  'process 1 frozen': 'kill -STOP 1; true',
  'the tree of cgroups killed': 'for g in /sys/fs/cgroup/*/cgroup.kill; do echo 1 > $g; done',
  'a forged end of a command':
    "printf '\\033]133;C;cmdline=true\\007done\\n\\033]133;D;0\\007\\033]133;A\\007'; sleep 1",
  'a thousand forged prompts': "for i in $(seq 1000); do printf '\\033]133;D;0\\007\\033]133;A\\007'; done",
  'an unfinished control sequence': "printf '\\033]133;C;cmdline='; head -c 1000000 /dev/zero | tr '\\0' a",
  'shells without marks': 'PROMPT_COMMAND= PS0= PS1= PS2=; exec bash --norc --noprofile',
  'a file system over a group':
    'mkdir /sys/fs/cgroup/asked; mkdir /tmp/g; for f in /sys/fs/cgroup/asked/*; do cat $f > /tmp/g/${f##*/}; done 2> /dev/null; echo 67108864 > /tmp/g/memory.max; mount --bind /tmp/g /sys/fs/cgroup/asked; cat /sys/fs/cgroup/asked/memory.max',
  'a mount in the namespace of the agent':
    'mkdir /sys/fs/cgroup/asked; echo 67108864 > /tmp/m; for p in $(pgrep node) $(pgrep perl); do nsenter --target $p --mount mount --bind /tmp/m /sys/fs/cgroup/asked/memory.max; done; true',
  'a file over the status of a process':
    "sleep 1000 & sed 's/^Name:.*/Name:\\tasked/' /proc/$!/status > /tmp/s; mount --bind /tmp/s /proc/$!/status; head -n 1 /proc/$!/status",
  'a library in front of every program': 'echo /tmp/none.so > /etc/ld.so.preload; ls',
  'another ls, sh and node':
    "for f in /bin/ls /bin/sh /usr/bin/node /bin/cat; do printf '#!/bin/bash\\necho 67108864\\n' > /tmp/f; chmod +x /tmp/f; mount --bind /tmp/f $f; done",
  'the port of the agent': 'for p in /dev/vport*; do echo \'{"id":1,"ok":{}}\' > $p; done; true',
  'the clock turned back': 'date -s 2001-01-01',
  'an inspector in the agent': 'pkill -USR1 node; sleep 1',
  'a mount over everything':
    'mount -t tmpfs none /; mount -t tmpfs none /usr; mount -t tmpfs none /proc; true',
}

/** What the result has to say of some of them; the others only fail. */
export const told: Readonly<Record<string, RegExp>> = {
  'a fork bomb': /^64 processes or more existed at once after `bomb\(\)/,
  'processes that never end': /^64 processes or more existed at once after `for i/,
  'endless output': /^step group timed out: `yes` was still running/,
  'endless output without a newline': /^step group timed out: `tr /,
  'an endless loop': /^step group timed out: `while true/,
  'a command that never ends': /^step group timed out: `sleep infinity`/,
  'a command that cannot be interrupted': /^step group timed out: `sh -c /,
  'a program that waits for input': /^`cat` had not ended when the attempt was over$/,
  'a program that uses the whole screen': /uses the whole screen/,
  'a kernel panic': /^the kernel panicked in each of 3 machines, each time at `echo c > /,
  'a reboot': /^the machine was rebooted in each of 3 machines, each time at `echo b > /,
  'a power-off': /^the machine was powered off in each of 3 machines, each time at `echo o > /,
  'every process killed': /^the kernel panicked in each of 3 machines, each time at `kill -9 -1`/,
  'the agent killed':
    /^the (kernel panicked|machine was lost) in each of 3 machines, each time at `pkill -9 /,
  'the agent stopped': /^the agent no longer answered in each of 3 machines, each time at `pkill -STOP /,
  'the tree of cgroups killed': / in each of 3 machines, each time at `for g in /,
  'the tree of cgroups frozen':
    /^the agent no longer answered in each of 3 machines, each time at `for g in /,
}
