/** A program that starts the command at the end of its own command line. */
export interface Wrapper {
  /**
   * `becomes`: it calls execve(2), so the process stays the same. `starts`: it waits for the command as its child. Some do either,
   * depending on their options or their user.
   */
  readonly command: 'becomes' | 'starts'
  /** Options with which it starts the command, although otherwise it becomes it. */
  readonly forks?: string
  /** Options whose value is the next word, unless it is attached. */
  readonly valued?: string
  /** Short options whose value must be attached. */
  readonly joined?: string
  /** Options with which there is no command, or the wrapper does not wait for it. */
  readonly none?: string
  /** The number of operands between the options and the command; infinite if there is no command. */
  readonly words?: number
  /** Options with which there are no such operands. */
  readonly direct?: string
  /** Whether `NAME=VALUE` may precede the command. */
  readonly assigns?: true
  /** Options whose value is a script for `sh -c` that runs instead of a command. */
  readonly script?: string
  /** Whether options may follow operands. */
  readonly anywhere?: true
  /** Options with which a single word is split into the command. */
  readonly splits?: string
  /** Whether it starts a shell if there is no command. */
  readonly shell?: true
  /** Options with which a shell runs the command, as one script. */
  readonly login?: string
}

/**
 * The wrappers that a lab's lines may start with. A program that is not listed counts as the named one. So a missing row makes the
 * runner observe a wrapper, which the report shows; a wrong row would make it find no process at all.
 */
export const wrapperTable: Readonly<Record<string, Wrapper>> = {
  // util-linux
  unshare: {
    command: 'becomes',
    forks: '-f --fork --kill-child --forward-signals',
    valued:
      '-R --root -w --wd -S --setuid -G --setgid -l --load-interp --propagation --setgroups --map-user --map-users --map-group --map-groups --owner --monotonic --boottime',
    shell: true,
  },
  nsenter: {
    command: 'becomes',
    forks: '-p --pid -a --all',
    valued: '-t --target -S --setuid -G --setgid -N --net-socket',
    joined: 'm u i n p C U T r w W',
    shell: true,
  },
  setpriv: {
    command: 'becomes',
    valued:
      '--ambient-caps --inh-caps --bounding-set --ruid --euid --rgid --egid --reuid --regid --groups --securebits --pdeathsig --ptracer --selinux-label --apparmor-profile --landlock-access --landlock-rule --seccomp-filter',
    none: '-d --dump',
  },
  setsid: { command: 'starts' },
  ionice: { command: 'becomes', valued: '-c --class -n --classdata', none: '-p --pid -P --pgid -u --uid' },
  choom: { command: 'becomes', valued: '-n --adjust', none: '-p --pid' },
  prlimit: {
    command: 'becomes',
    valued: '-o --output',
    joined: 'c d e f i l m n q r s t u v x y',
    none: '-p --pid',
  },
  taskset: { command: 'becomes', words: 1, none: '-p --pid' },
  chrt: {
    command: 'becomes',
    valued: '-T --sched-runtime -P --sched-period -D --sched-deadline',
    words: 1,
    none: '-p --pid -m --max',
  },
  uclampset: { command: 'becomes', valued: '-m -M', none: '-p --pid -s --system' },
  setarch: { command: 'becomes', words: 1, shell: true },
  linux32: { command: 'becomes', shell: true },
  linux64: { command: 'becomes', shell: true },
  flock: {
    command: 'starts',
    valued: '-w --wait --timeout -E --conflict-exit-code',
    words: 1,
    script: '-c --command',
  },
  script: {
    command: 'starts',
    valued:
      '-E --echo -I --log-in -B --log-io -O --log-out -T --log-timing -m --logging-format -o --output-limit',
    script: '-c --command',
    anywhere: true,
    words: Number.POSITIVE_INFINITY,
    shell: true,
  },
  su: {
    command: 'starts',
    valued: '-g --group -G --supp-group -s --shell -w --whitelist-environment',
    script: '-c --command --session-command',
    anywhere: true,
    words: Number.POSITIVE_INFINITY,
    shell: true,
  },
  runuser: {
    command: 'starts',
    valued: '-u --user -g --group -G --supp-group -s --shell -w --whitelist-environment',
    script: '-c --command --session-command',
    anywhere: true,
    words: Number.POSITIVE_INFINITY,
    direct: '-u --user',
    shell: true,
  },
  // coreutils
  chroot: { command: 'becomes', valued: '--groups --userspec', words: 1, shell: true },
  env: {
    command: 'becomes',
    valued: '-u --unset -C --chdir -a --argv0 -S --split-string',
    splits: '-S --split-string',
    assigns: true,
  },
  nice: { command: 'becomes', valued: '-n --adjustment' },
  nohup: { command: 'becomes' },
  stdbuf: { command: 'becomes', valued: '-i --input -o --output -e --error' },
  timeout: { command: 'starts', valued: '-k --kill-after -s --signal', words: 1 },
  // Other packages
  sudo: {
    command: 'starts',
    valued:
      '-C --close-from -D --chdir -g --group -h --host -p --prompt -R --chroot -r --role -T --command-timeout -t --type -U --other-user -u --user',
    none: '-b --background -e --edit -K --remove-timestamp -l --list -V --version -v --validate',
    assigns: true,
    login: '-i --login -s --shell',
  },
  doas: { command: 'becomes', valued: '-C -u', none: '-L', login: '-s' },
  'ip netns exec': { command: 'becomes', words: 1 },
  'ip vrf exec': { command: 'becomes', words: 1 },
  capsh: { command: 'becomes' },
  cgexec: { command: 'becomes', valued: '-g' },
  time: { command: 'starts', valued: '-f --format -o --output' },
  strace: {
    command: 'starts',
    valued:
      '-a --columns -b --detach-on -e --trace -E --env -I --interruptible -O -o --output -P --trace-path -p --attach -S -s --string-limit -u --user -U -X --const-print-style',
    none: '-p --attach',
  },
  tini: { command: 'starts', valued: '-p -e' },
  'dumb-init': { command: 'starts', valued: '-r --rewrite' },
}
