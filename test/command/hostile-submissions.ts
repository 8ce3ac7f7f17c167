/** Scripts that somebody hands in to be given marks that they have not earned, or to harm the grader. None does what the lab asks. */
export const hostileSubmissions: Readonly<Record<string, string>> = {
  'a fork bomb': 'bomb() { bomb | bomb & }; bomb',
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
  'a full disk': 'cat /dev/zero > /tmp/full 2> /dev/null; cat /dev/zero > /root/full 2> /dev/null',
  'all memory': "python3 -c 'x = [bytearray(1 << 20) for _ in range(100000)]'",
  'every process killed': 'kill -9 -1',
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
