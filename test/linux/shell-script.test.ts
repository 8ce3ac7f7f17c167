import t from 'tap'
import { type Ending, endingOf } from '../../src/linux/shell-script.ts'

const command = (...words: (string | null)[]): Ending => ({ in: 'command', words })
const exec = (...words: (string | null)[]): Ending => ({ in: 'exec', words })
const shell: Ending = { in: 'shell' }
const pipeline: Ending = { in: 'pipeline' }
const background: Ending = { in: 'background' }

const cases: readonly [script: string, ending: Ending][] = [
  // One command, however it is written.
  ['sleep 9', command('sleep', '9')],
  ['  sleep\t9  # nine', command('sleep', '9')],
  ['\n\nsleep 9\n\n', command('sleep', '9')],
  ['sleep 9;', command('sleep', '9')],
  ['\'sleep\' "9"', command('sleep', '9')],
  ['sl"ee"p \\9', command('sleep', '9')],
  ["printer 'a b' \"c 'd'\" 'e \"f\"' g\\ h", command('printer', 'a b', "c 'd'", 'e "f"', 'g h')],
  ["printer 'it'\\''s'", command('printer', "it's")],
  ['printer "a\\"b" "\\$c" "\\d"', command('printer', 'a"b', '$c', '\\d')],
  ['sleep \\\n 9', command('sleep', '9')],
  ['A=1 B="2 3" sleep 9', command('sleep', '9')],
  ['env A=1 sleep 9', command('env', 'A=1', 'sleep', '9')],
  ['sleep 9 >/dev/null 2>&1 </dev/null', command('sleep', '9')],
  ['>log sleep 9', command('sleep', '9')],
  ['sleep 9 &> log', command('sleep', '9')],
  ['sleep 9 <<END\na; b | c &\nEND\n', command('sleep', '9')],
  ["sleep 9 <<-'END'\n\ta &\n\tEND", command('sleep', '9')],
  ['sleep 9 <<< "a; b"', command('sleep', '9')],
  ['command sleep 9', command('sleep', '9')],
  ['command -p sleep 9', command('sleep', '9')],
  ['eval "sleep 9"', command('sleep', '9')],
  ['time -p sleep 9', command('sleep', '9')],
  ['(sleep 9)', command('sleep', '9')],
  ['( cd /; exec sleep 9 ) >log', command('sleep', '9')],
  ['{ sleep 9; }', command('sleep', '9')],
  ['printer a;', command('printer', 'a')],
  ["printer '|' '&' \\; \"\n\"", command('printer', '|', '&', ';', '\n')],
  ['echoer $', command('echoer', '$')],

  // Words that only the shell knows.
  ['sleep $(cat /n)', command('sleep', null)],
  ['sleep `cat /n | head -1`', command('sleep', null)],
  ['$(which sleep) 9', command(null, '9')],
  ['sleep "$(echo "$(echo ")")")"', command('sleep', null)],
  ['sleep ${n:-"a }"} 9', command('sleep', null, '9')],
  ['sleep $((4 + (5)))', command('sleep', null)],
  ['sleep "$n"', command('sleep', null)],
  ['"$@"', command(null)],
  ['sleep ~ *.c [a]', command('sleep', null, null, null)],
  ['sleep {1,2}', command('sleep', null)],
  ["sleep '$n' \\$n", command('sleep', '$n', '$n')],
  ['sort <(sleep 9)', command('sort', null)],
  ['n=$(date) sleep 9', command('sleep', '9')],

  // It becomes what it ends in.
  ['exec sleep 9', exec('sleep', '9')],
  ['exec -a nap sleep 9', exec('sleep', '9')],
  ['exec -- sleep 9', exec('sleep', '9')],
  ['cd /; exec sleep 9', exec('sleep', '9')],
  ['cd / && exec sleep 9 > log', exec('sleep', '9')],
  ['mount -t proc proc /proc\nexec bash\n', exec('bash')],
  ['true & exec sleep 9', exec('sleep', '9')],
  ['echo a | cat; exec sleep 9', exec('sleep', '9')],
  ['if true; then a; fi; exec sleep 9', exec('sleep', '9')],
  ['{ cd /; exec sleep 9; }', exec('sleep', '9')],
  ['exec "$@"', exec(null)],

  // The shell does it.
  ['', shell],
  ['# nothing', shell],
  ['a=1', shell],
  ['exec 3<file', shell],
  ['read line', shell],
  ['wait', shell],
  ['command -v sleep', shell],
  ['true; sleep 9', shell],
  ['true && sleep 9', shell],
  ['true\nsleep 9', shell],
  ['false || exec sleep 9', shell],
  ['sleep 9 & wait', shell],
  ['sleep 1 & sleep 9', shell],
  ['echo a; echo b | cat', shell],
  ['while true; do sleep 1; done', shell],
  ['while :; do a | b & c; done', shell],
  ['for i in 1 2; do sleep $i & done', shell],
  ['if a; then exec b; else exec c; fi', shell],
  ['case $1 in (a) b ;; c|d) exec e & ;; esac', shell],
  ['f() { sleep 9 & }; f', shell],
  ['! sleep 9', shell],
  ['[[ a == b || c ]]', shell],
  ['(( i = 3 | 4 ))', shell],
  ['eval "$x"', shell],
  ['for i in 1; do :; done; sleep 9', shell],

  // Nobody is meant.
  ['yes | head', pipeline],
  ['yes |& head', pipeline],
  ['yes |\nhead', pipeline],
  ['(yes | head)', pipeline],
  ['while a; do b; done | c', pipeline],
  ['sleep 9 &', background],
  ['sleep 9 & # later', background],
  ['sleep 9 &\n', background],
  ['cd /; sleep 9 &', background],
  ['a & b &', background],
  ['(sleep 9 &)', background],
  ['yes | head &', background],

  // What a shell would refuse.
  ["sleep '9", shell],
  ['sleep "$(9', shell],
  ['if a; then b', shell],
]

for (const [script, ending] of cases)
  t.test(JSON.stringify(script), async t => {
    t.same(endingOf(script), ending)
  })
