import { shells, wrapperNames } from '../linux/wrapper.ts'
import type { Ground } from './ground.ts'

/**
 * The part of a lab's script that is the same for every lab: POSIX shell, and programs that every Debian has. It says its
 * own words in lines that begin with `== ` after a newline of its own, so that what a step prints can be told from them.
 *
 * What keeps running reads a named pipe that it also holds open for writing itself: that never comes to its end, so a shell
 * outlives the script, typed into or not. What it prints goes to files, since a pipe would need somebody to read it then. Whatever keeps
 * running has a keeper, a subshell that only waits for it: nobody else would collect it, and a zombie still counts in pids.current.
 */
export function machinery({ ground, state }: { ground: Ground; state: string }): string[] {
  return [
    `cgroup=${ground.cgroup}`,
    `state=${state} # which processes keep running, what they read and what they print`,
    `wrappers=' ${wrapperNames.join(' ')} '`,
    `call_shells_sh='1s#^([^ ]*/)?-?(${[...shells].join('|')})( |$)#sh\\3#'`,
    ...functions.replaceAll('@shell@', ground.shell).split('\n').slice(1),
  ]
}

const functions = String.raw`
number=0 made=' ' end_line='' end_shell=''

main() {
  [ "$(id -u)" = 0 ] || stop 2 "Only root can do this: sudo @shell@ $0"
  case "$*" in
    '') pausing=no ;;
    --step) pausing=yes ;;
    --clean) clean; return ;;
    *) stop 2 "Use: @shell@ $0 [--step | --clean]" ;;
  esac
  [ ! -e "$state" ] || stop 2 "It was done before. First take that back: @shell@ $0 --clean"
  [ -e "$cgroup/cgroup.controllers" ] || stop 4 "There is no cgroup v2 at $cgroup."
  needs
  mkdir "$state"
  cd /
  steps
  tell "What this made is still there. To take it back: @shell@ $0 --clean"
}

stop() { echo "$2" >&2; exit "$1"; }

tell() { printf '\n== %s\n' "$1"; }

# need KIND NAME: says what this machine lacks.
need() {
  case "$1" in
    controller)
      grep -qw "$2" "$cgroup/cgroup.subtree_control" || echo "+$2" > "$cgroup/cgroup.subtree_control" ;;
    command) command -v "$2" > /dev/null ;;
    namespace) [ -e "/proc/self/ns/$(echo "$2" | sed 's/^mount$/mnt/')" ] ;;
    permission) [ "$(cat /proc/sys/kernel/yama/ptrace_scope 2> /dev/null)" != 3 ] ;;
    file) [ -e "$2" ] ;;
  esac || stop 4 "This machine has no $1 $2."
}

# make CGROUP: unless it is there.
make() { [ -d "$1" ] || { mkdir "$1"; made="$made$1 "; }; }

# enable CGROUP CONTROLLER...: hands these down to its children; every one that it has, where it was made here.
enable() {
  case "$made" in *" $1 "*) hand_down "$1" $(cat "$1/cgroup.controllers") ;; *) hand_down "$@" ;; esac
}

# enable_also CGROUP CONTROLLER...: for a later step; what was made here stays as it was made.
enable_also() { case "$made" in *" $1 "*) ;; *) hand_down "$@" ;; esac; }

hand_down() {
  group=$1; shift
  for controller in "$@"; do
    grep -qw "$controller" "$group/cgroup.subtree_control" || echo "+$controller" > "$group/cgroup.subtree_control"
  done
}

step() { tell "$1. $2"; }

# run CGROUP WORD...: to its end. What @shell@ -c is to do is read from standard input.
run() {
  read_script "$@"
  show '$' "$@"
  status=0
  ( launch "$@" < /dev/null ) || status=$?
  tell "exit $status"
  tell_ends
}

# ends_in LINE [SHELL]: what the next start leads to, by patterns of command lines: that is the process which has the name, or the
# shell that has started it, where that is a part of the line.
ends_in() { end_line=$1; shift; end_shell=$*; }

# start NAME CGROUP WORD...: keeps running, under a name, and can be typed into.
start() {
  name=$1; shift
  mkfifo "$state/$name.in"
  read_script "$@"
  show '$' "$@"
  echo 0 | tee "$state/$name.out.seen" > "$state/$name.err.seen"
  keep "$@" < /dev/null > /dev/null 2>&1 &
  echo $! > "$state/$name.keeper"
  until [ -s "$state/$name.job" ]; do sleep 0.1; done
  job=$(cat "$state/$name.job") pid=$(settle "$job")
  [ "$pid" ] || pid=$job
  end_line='' end_shell=''
  eval "$(echo "$name" | tr - _)=$pid"
  echo "$pid $(began "$pid")" > "$state/$name.pid"
  tell "$name is process $pid"
  print_new "$name"
  tell_ends
}

keep() {
  launch "$@" <> "$state/$name.in" > "$state/$name.out" 2> "$state/$name.err" &
  echo $! > "$state/$name.job"
  status=0
  wait $! || status=$?
  echo $status > "$state/$name.status"
}

# say NAME: types standard input into a shell, and shows what it answers until the last command has ended.
say() {
  script=$(cat) number=$((number + 1)) mark="said-$$-$number" known=$(known)
  show "$1 \$" "$1" @shell@ -c
  [ ! -e "$state/$1.told" ] || return 0
  printf '%s\n' $known "$script" "printf '\\n%s %d\\n' $mark \$?" 1<> "$state/$1.in"
  until grep -qs "^$mark " "$state/$1.out" || [ -s "$state/$1.status" ]; do sleep 0.1; done
  print_new "$1" | sed "s/^$mark /== exit /"
  tell_ends
}

# look WORD...: what the kernel says; with --step you are only told where to look.
look() {
  tell "look: $*"
  [ "$pausing" = yes ] || "$@" || true
}

pause() {
  [ "$pausing" = yes ] || return 0
  tell 'Enter goes on.'
  read -r answer || pausing=no
}

read_script() { case "$*" in 'sh -c' | 'bash -c' | *' sh -c' | *' bash -c') script=$(cat) ;; *) script= ;; esac; }

# show PROMPT WHERE WORD...: the command, as it would be typed.
show() {
  prompt=$1; shift 2
  if [ "$*" != "@shell@ -c" ]; then tell "$prompt $*"; else echo; fi
  [ -z "$script" ] || printf '%s\n' "$script" | while IFS= read -r line; do printf '== %s %s\n' "$prompt" "$line"; done
}

# A process enters its cgroup before it becomes its program: it is never outside.
launch() {
  echo 0 > "$1/cgroup.procs" || exit
  shift
  if [ "$script" ]; then exec "$@" "$(printf '%s\n' $(known) "$script")"; else exec "$@"; fi
}

# known: assignments of the numbers of named processes that the script speaks of.
known() {
  for file in "$state"/*.pid; do
    [ -s "$file" ] || continue
    variable=$(basename "$file" .pid | tr - _)
    case "$script" in *"\$$variable"* | *"\$""{$variable}"*) echo "$variable=$(cut -d ' ' -f 1 "$file")" ;; esac
  done
}

# settle PID: waits until the process that a line ends in is there, below a process or itself. Only after a while it is guessed.
settle() {
  tries=0
  while alive "$1"; do
    found=$(meant "$1")
    if [ ! "$found" ] && [ $((tries += 1)) -gt 20 ]; then found=$(guessed "$1"); fi
    if [ "$found" ]; then echo "$found"; return; fi
    sleep 0.1
  done
}

meant() {
  line=$(line "$1")
  if [ ! "$end_line" ]; then
    if [ "$line" ] && [ "$line" != "$(line $$)" ]; then echo "$1"; fi
    return
  fi
  case "$line" in $end_line) echo "$1"; return ;; esac
  for child in $(children "$1"); do
    found=$(if is_shell "$line"; then case "$(line "$child")" in $end_line) echo "$1" ;; esac; fi; meant "$child")
    if [ "$found" ]; then echo "$found" | head -n 1; return; fi
  done
}

is_shell() { [ "$end_shell" ] && case "$1" in $end_shell) ;; *) false ;; esac; }

# The only child of an only child, down to one that is no wrapper.
guessed() {
  program=$(line "$1" | cut -d ' ' -f 1)
  case "$wrappers" in
    *" $(basename -- "$program") "*)
      if [ "$(children "$1" | wc -w)" = 1 ]; then guessed $(children "$1"); fi ;;
    *) echo "$1" ;;
  esac
}

children() {
  for child in $(cat "/proc/$1/task/$1/children" 2> /dev/null || true); do
    if ! reads "$1" "$child"; then echo "$child"; fi
  done
}

# reads PID CHILD: whether the one reads what the other writes, as a shell does that is still finding out the words of $(...).
reads() {
  case "$(readlink "/proc/$2/fd/1")" in
    pipe:*) ls -l "/proc/$1/fd" 2> /dev/null | grep -v ' [012] -> ' | grep -qF -- "-> $(readlink "/proc/$2/fd/1")" ;;
    *) false ;;
  esac
}

# line PID: its command line. One shell is as good as another.
line() { tr '\0' ' ' 2> /dev/null < "/proc/$1/cmdline" | sed -E "$call_shells_sh"'; s/ $//' || true; }

# A zombie has ended, though it is still listed.
alive() { grep -qs '^State:.[^ZX]' "/proc/$1/status"; }

began() { sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 20; }

# What NAME has printed since it was last asked.
print_new() { print_rest "$state/$1.err" >&2; print_rest "$state/$1.out"; }

print_rest() {
  seen=$(cat "$1.seen") size=$(wc -c < "$1")
  tail -c "+$((seen + 1))" "$1" | head -c $((size - seen))
  echo "$size" > "$1.seen"
}

# Who of those that keep running has ended since. A status above 128 tells of a signal, as "kill -l" reads it.
tell_ends() {
  for file in "$state"/*.status; do
    [ -s "$file" ] || continue
    name=$(basename "$file" .status)
    tell "$name has ended: $(cat "$file")"
    mv "$file" "$state/$name.told"
  done
}

# Processes that left their cgroups; a number that belongs to another process by now is let alone.
end_processes() {
  for file in "$state"/*.pid; do
    [ -e "$file" ] || continue
    read -r pid start < "$file"
    if alive "$pid" && [ "$(began "$pid")" = "$start" ]; then kill -KILL "$pid"; fi
  done
}

# Keepers end when what they wait for has ended; until then they write here.
forget() {
  for file in "$state"/*.keeper; do
    [ -e "$file" ] || continue
    while alive "$(cat "$file")"; do sleep 0.1; done
  done
  rm -rf "$state"
}

# remove CGROUP: ends everything inside, from above, and removes it with those below it.
remove() {
  [ -d "$1" ] || return 0
  echo 1 > "$1/cgroup.kill"
  until grep -q 'populated 0' "$1/cgroup.events"; do sleep 0.1; done
  find "$1" -depth -type d -exec rmdir '{}' ';'
}

set -eu
main "$@"
`
