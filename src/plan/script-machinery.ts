import { shells, wrapperNames } from '../linux/wrapper.ts'
import type { Ground } from './ground.ts'

/**
 * The part of a lab's script that is the same for every lab: POSIX shell, and programs that every Debian system has. Its own
 * messages start on a new line with `== `, which tells them from the output of a step.
 *
 * A process that keeps running reads a named pipe that it also holds open for writing. The pipe never reports end of file, so a
 * shell outlives the script whether or not anything is typed into it. Its output goes to files, because a pipe would need a reader.
 * Each such process has a keeper, a subshell that waits for it: otherwise nothing would reap it, and a zombie counts in pids.current.
 */
export function machinery({ ground, state }: { ground: Ground; state: string }): string[] {
  return [
    `cgroup=${ground.cgroup}`,
    `state=${state} # the processes that keep running, their input and output`,
    `wrappers=' ${wrapperNames.join(' ')} '`,
    `call_shells_sh='1s#^([^ ]*/)?-?(${[...shells].join('|')})( |$)#sh\\3#'`,
    ...functions.replaceAll('@shell@', ground.shell).split('\n').slice(1),
  ]
}

const functions = String.raw`
number=0 made=' ' end_line='' end_shell=''

main() {
  [ "$(id -u)" = 0 ] || stop 2 "This must run as root: sudo @shell@ $0"
  case "$*" in
    '') pausing=no ;;
    --step) pausing=yes ;;
    --clean) clean; return ;;
    *) stop 2 "Usage: @shell@ $0 [--step | --clean]" ;;
  esac
  [ ! -e "$state" ] || stop 2 "This script has already run. Remove what it made first: @shell@ $0 --clean"
  [ -e "$cgroup/cgroup.controllers" ] || stop 4 "cgroup v2 is not mounted at $cgroup."
  needs
  mkdir "$state"
  cd /
  steps
  tell "Everything that this made is still in place. To remove it: @shell@ $0 --clean"
}

stop() { echo "$2" >&2; exit "$1"; }

tell() { printf '\n== %s\n' "$1"; }

# need KIND NAME: stops if this machine lacks it.
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

# make CGROUP: unless it exists.
make() { [ -d "$1" ] || { mkdir "$1"; made="$made$1 "; }; }

# put MODE FILE: a file of the lab, from standard input. It replaces none.
put() {
  [ ! -e "$2" ] || stop 2 "$2 exists already, and is not overwritten."
  make_folder "$(dirname "$2")"
  echo "$2" >> "$state/files"
  cat > "$2"
  chmod "$1" "$2"
}

make_folder() { [ -d "$1" ] || { make_folder "$(dirname "$1")"; mkdir "$1"; echo "$1" >> "$state/files"; }; }

# take_files: removes what put has made, the last one first.
take_files() { [ ! -e "$state/files" ] || tac "$state/files" | while read -r file; do rm -rf --one-file-system "$file"; done; }

# enable CGROUP CONTROLLER...: enables these for its children; all that it has if the script made it.
enable() {
  case "$made" in *" $1 "*) hand_down "$1" $(cat "$1/cgroup.controllers") ;; *) hand_down "$@" ;; esac
}

# enable_also CGROUP CONTROLLER...: the same for a later step; a cgroup that the script made has them already.
enable_also() { case "$made" in *" $1 "*) ;; *) hand_down "$@" ;; esac; }

hand_down() {
  group=$1; shift
  for controller in "$@"; do
    grep -qw "$controller" "$group/cgroup.subtree_control" || echo "+$controller" > "$group/cgroup.subtree_control"
  done
}

step() { tell "$1. $2"; }

# run CGROUP WORD...: runs a command to its end. The script for @shell@ -c comes from standard input.
run() {
  read_script "$@"
  show '$' "$@"
  status=0
  ( launch "$@" < /dev/null ) || status=$?
  tell "exit $status"
  tell_ends
}

# ends_in LINE [SHELL]: patterns of the command line that the next start leads to. The process that matches gets the name, or the
# shell that started it if that shell is part of the line.
ends_in() { end_line=$1; shift; end_shell=$*; }

# start NAME CGROUP WORD...: starts a process that keeps running under a name and can be typed into.
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

# say NAME: types standard input into a shell, and shows its output until the last command has ended.
say() {
  script=$(cat) number=$((number + 1)) mark="said-$$-$number" known=$(known)
  show "$1 \$" "$1" @shell@ -c
  [ ! -e "$state/$1.told" ] || return 0
  printf '%s\n' $known "$script" "printf '\\n%s %d\\n' $mark \$?" 1<> "$state/$1.in"
  until grep -qs "^$mark " "$state/$1.out" || [ -s "$state/$1.status" ]; do sleep 0.1; done
  print_new "$1" | sed "s/^$mark /== exit /"
  tell_ends
}

# look WORD...: shows what the kernel says; with --step only the command.
look() {
  tell "look: $*"
  [ "$pausing" = yes ] || "$@" || true
}

# look_piped LINE: the same for a pipeline.
look_piped() {
  tell "look: $1"
  [ "$pausing" = yes ] || eval "$1" || true
}

pause() {
  [ "$pausing" = yes ] || return 0
  tell 'Press Enter to continue.'
  read -r answer || pausing=no
}

read_script() { case "$*" in 'sh -c' | 'bash -c' | *' sh -c' | *' bash -c') script=$(cat) ;; *) script= ;; esac; }

# show PROMPT WHERE WORD...: prints the command as it would be typed.
show() {
  prompt=$1; shift 2
  if [ "$*" != "@shell@ -c" ]; then tell "$prompt $*"; else echo; fi
  [ -z "$script" ] || printf '%s\n' "$script" | while IFS= read -r line; do printf '== %s %s\n' "$prompt" "$line"; done
}

# The process enters its cgroup before it becomes its program, so it is never outside.
launch() {
  echo 0 > "$1/cgroup.procs" || exit
  shift
  if [ "$script" ]; then exec "$@" "$(printf '%s\n' $(known) "$script")"; else exec "$@"; fi
}

# known: assignments for the PIDs of named processes that the script uses.
known() {
  for file in "$state"/*.pid; do
    [ -s "$file" ] || continue
    variable=$(basename "$file" .pid | tr - _)
    case "$script" in *"\$$variable"* | *"\$""{$variable}"*) echo "$variable=$(cut -d ' ' -f 1 "$file")" ;; esac
  done
}

# settle PID: waits until the process that a line leads to is there, PID itself or below it. After a while it guesses.
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

# Follows only children down to the first that is not a wrapper.
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

# reads PID CHILD: whether PID reads the output of CHILD, as a shell does while it expands $(...).
reads() {
  case "$(readlink "/proc/$2/fd/1")" in
    pipe:*) ls -l "/proc/$1/fd" 2> /dev/null | grep -v ' [012] -> ' | grep -qF -- "-> $(readlink "/proc/$2/fd/1")" ;;
    *) false ;;
  esac
}

# line PID: its command line, with every shell as sh.
line() { tr '\0' ' ' 2> /dev/null < "/proc/$1/cmdline" | sed -E "$call_shells_sh"'; s/ $//' || true; }

# A zombie has ended, although it is still listed.
alive() { grep -qs '^State:.[^ZX]' "/proc/$1/status"; }

began() { sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 20; }

# print_new NAME: its output since the last call.
print_new() { print_rest "$state/$1.err" >&2; print_rest "$state/$1.out"; }

print_rest() {
  seen=$(cat "$1.seen") size=$(wc -c < "$1")
  tail -c "+$((seen + 1))" "$1" | head -c $((size - seen))
  echo "$size" > "$1.seen"
}

# Reports named processes that have ended. A status above 128 means a signal: kill -l STATUS.
tell_ends() {
  for file in "$state"/*.status; do
    [ -s "$file" ] || continue
    name=$(basename "$file" .status)
    tell "$name has ended: $(cat "$file")"
    mv "$file" "$state/$name.told"
  done
}

# Kills named processes that left their cgroups, but not another process that has the same PID by now.
end_processes() {
  for file in "$state"/*.pid; do
    [ -e "$file" ] || continue
    read -r pid start < "$file"
    if alive "$pid" && [ "$(began "$pid")" = "$start" ]; then kill -KILL "$pid"; fi
  done
}

# Removes the state when the keepers have ended: until then they write to it.
forget() {
  for file in "$state"/*.keeper; do
    [ -e "$file" ] || continue
    while alive "$(cat "$file")"; do sleep 0.1; done
  done
  rm -rf "$state"
}

# remove CGROUP: kills everything inside, and removes it with all cgroups below.
remove() {
  [ -d "$1" ] || return 0
  echo 1 > "$1/cgroup.kill"
  until grep -q 'populated 0' "$1/cgroup.events"; do sleep 0.1; done
  find "$1" -depth -type d -exec rmdir '{}' ';'
}

set -eu
main "$@"
`
