/** A line that keeps running, and the command line of the process that it must name. */
export interface NamedLine {
  readonly run: string
  readonly means: string
  /** Whether it is PID 1 of its PID namespace, or in no namespace of its own. */
  readonly inside?: number
  /** The name that the verdict must show, if its line does not determine it. */
  readonly taken?: string
  /** Set if it may have been found before it changed its command line. */
  readonly perhaps?: true
}

const sleep = 'sleep 1000'

/** Wrappers, and combinations of them, started fast and slow. */
export const namedLines: readonly NamedLine[] = [
  { run: sleep, means: sleep },
  { run: 'sleep 1000 > /dev/null', means: sleep },
  { run: 'A=b sleep 1000 2>&1', means: sleep },
  { run: 'exec sleep 1000', means: sleep },
  { run: 'cd /tmp\nexec sleep 1000\n', means: sleep },
  { run: 'sleep 1; exec sleep 1000', means: sleep },
  { run: '( cd /tmp; exec sleep 1000 ) > /dev/null', means: sleep },

  // A shell inside is meant, with one command or with several.
  { run: "unshare --pid --fork --mount-proc sh -c 'sleep 1000'", means: 'sh -c sleep 1000', inside: 1 },
  { run: 'unshare --pid --fork sh -c "sleep 1000"', means: 'sh -c sleep 1000', inside: 1 },
  { run: 'unshare --pid --fork sh -c sleep\\ 1000', means: 'sh -c sleep 1000', inside: 1 },
  { run: "unshare -fp sh -c 'echo a; sleep 1000'", means: 'sh -c echo a; sleep 1000', inside: 1 },
  {
    run: "unshare -fp sh -c 'while true; do sleep 1000; done'",
    means: 'sh -c while true; do sleep 1000; done',
  },
  {
    run: `unshare -fp sh -c 'echo "it'"'"'s"; sleep 1000'`,
    means: 'sh -c echo "it\'s"; sleep 1000',
    inside: 1,
  },
  { run: "unshare -fp sh -c 'cd /; exec sleep 1000'", means: sleep, inside: 1 },
  { run: "unshare -fp sh -c 'sleep 1; exec sleep 1000'", means: sleep, inside: 1 },
  { run: "unshare -fp bash -c 'mount -t tmpfs none /mnt && exec sleep 1000'", means: sleep, inside: 1 },
  { run: 'sh -c \'sh -c "exec sleep 1000"\'', means: sleep },
  { run: "sh -c 'sleep 1000; :'", means: 'sh -c sleep 1000; :' },

  // Each wrapper.
  { run: 'unshare --uts sleep 1000', means: sleep },
  { run: 'unshare --user --map-root-user --pid --fork --kill-child sleep 1000', means: sleep, inside: 1 },
  { run: 'nsenter --target 1 --net --uts sleep 1000', means: sleep },
  { run: 'nsenter -t 1 -p -m sleep 1000', means: sleep },
  { run: 'ip netns exec red sleep 1000', means: sleep },
  { run: 'prlimit --nofile=100 --core=0 sleep 1000', means: sleep },
  { run: 'taskset -c 0 sleep 1000', means: sleep },
  { run: 'chrt --batch 0 sleep 1000', means: sleep },
  { run: 'nohup sleep 1000', means: sleep },
  { run: 'ionice -c 3 sleep 1000', means: sleep },
  { run: 'choom -n 500 -- sleep 1000', means: sleep },
  { run: 'nice -n 5 sleep 1000', means: sleep },
  { run: 'env -i PATH=/bin A="b c" sleep 1000', means: sleep },
  { run: 'setpriv --reuid 1000 --regid 1000 --clear-groups sleep 1000', means: sleep },
  { run: 'chroot / sleep 1000', means: sleep },
  { run: 'setsid sleep 1000', means: sleep },
  { run: 'setsid --fork sleep 1000', means: sleep },
  { run: 'setsid --wait sleep 1000', means: sleep },
  { run: 'timeout 900 sleep 1000', means: sleep },
  { run: 'timeout -k 5 --signal=KILL 900 sleep 1000', means: sleep },
  { run: 'stdbuf -oL sleep 1000', means: sleep },
  { run: 'flock /run/named.lock sleep 1000', means: sleep },
  { run: 'sudo sleep 1000', means: sleep },
  { run: 'sudo -n -u root A=b sleep 1000', means: sleep },
  { run: "sudo sh -c 'cd /; exec sleep 1000'", means: sleep },
  { run: "su -c 'sleep 1000'", means: sleep },
  { run: "su root -s /bin/sh -c 'sleep 1000; true'", means: 'sh -c sleep 1000; true' },
  { run: 'runuser -u nobody -- sleep 1000', means: sleep },
  { run: 'busybox env A=b sleep 1000', means: sleep },
  { run: 'busybox unshare -m sleep 1000', means: sleep },
  { run: 'tini -s -- sleep 1000', means: sleep },

  // Combinations.
  { run: 'sudo unshare --pid --fork nice -n 5 sleep 1000', means: sleep, inside: 1 },
  { run: "sudo env A=b unshare -fp sh -c 'exec nice setsid -w timeout 900 sleep 1000'", means: sleep },
  { run: 'nohup nice ionice -c 3 taskset 1 prlimit -n100 choom -n 1 -- sleep 1000', means: sleep },
  { run: "timeout 900 unshare -fp sh -c 'sleep 1; exec setpriv --nnp sleep 1000'", means: sleep, inside: 1 },
  { run: 'sudo setsid sleep 1000', means: sleep },
  { run: 'su -c "exec unshare -fp sh -c \'exec sleep 1000\'"', means: sleep, inside: 1 },
  { run: 'unshare --uts', means: '-sh' },
  { run: 'sudo unshare --fork --pid --mount-proc bash', means: 'bash', inside: 1 },

  // Words that only a shell knows.
  { run: 'sleep $(echo 1000)', means: sleep, taken: sleep },
  { run: '$(sleep 1; echo sleep) 1000', means: sleep, taken: sleep },
  { run: 'unshare --fork $(sleep 1; echo --pid) sleep 1000', means: sleep, inside: 1, taken: sleep },
  { run: "n=1000; export n; exec unshare -fp sh -c 'exec sleep $n'", means: sleep, inside: 1, taken: sleep },

  // A program that has given itself other words.
  {
    run: "unshare -fp bash -c 'exec -a other sleep 1000'",
    means: 'other 1000',
    inside: 1,
    taken: 'other 1000',
    perhaps: true,
  },
]
