/*
 * What makes shells mark their prompts and commands for the terminal (OSC 133; linux/prompt-mark.ts reads the marks):
 * - Before each prompt, bash runs PROMPT_COMMAND, which marks the end of the command before it. The mark of the prompt is in PS1, since
 *   the line editor is ready for keys once it prints that; PROMPT_COMMAND puts it back into a PS1 that somebody has changed.
 * - bash expands PS0 after it has read a command and before it executes it. Nothing in it may fork: that would be one more process in the
 *   cgroup of the shell, and a shell at its limit would try for many seconds.
 * - The text of a command comes from the history, where completion, `!!` and continuation lines are resolved: PROMPT_COMMAND prints it before
 *   it marks the end, since a builtin that prints needs no process, and one whose output is expanded does.
 * - dash and busybox expand parameters in PS1 and PS2, and have nothing for the start of a command.
 * - `lab` asks the runner for something: it prints a mark with its words and waits for BEL, which the runner types once it has shown the
 *   answer. Nothing in it forks either. PROMPT_COMMAND defines it, since dash removes exported functions from the environment.
 * As exported variables these survive `bash --norc`, another root directory and `exec`; sudo hands on PS1 and PS2, and with
 * /etc/bash.bashrc the rest is back in its bash.
 */

/** `aid` tells the marks of a shell from those of the shells that it runs. */
const prompt = '\x1b]133;A;aid=$$\x07'
const continued = '\x1b]133;A;k=s;aid=$$\x07'
const begin = '\x1b]133;C;aid=$$\x07'
const end = '\x1b]133;D;$?;aid=$$\x07'

/** `\[` and `\]` tell the line editor of bash that what is between them takes no space. */
const unseen = (marks: string) => `\${BASH_VERSION:+\\[}${marks}\${BASH_VERSION:+\\]}`

const ownPrompt = 'unboxed:${PWD}# '

/** A variable that only bash sets, without exporting it, tells whether PROMPT_COMMAND marks the end. */
const promptMarks = unseen(`\${__unboxed-${end}}${prompt}`)

/**
 * Words are bounded and then quoted, so that no control character is in the mark. `read` prints it as its prompt: by then the terminal no
 * longer echoes, so the BEL that answers is never seen. Where standard error is no terminal, nothing is asked.
 */
const defineLab = [
  `function lab { { local - IFS=$'\\037' REPLY words`,
  'set +x',
  '} 2>&-',
  'words="$*"',
  'printf -v words %q "${words:0:1000}"',
  `printf -v words '\\033]133;R;aid=%s;%s\\007' $$ "$words"`,
  `[[ ! -t 2 ]] || read -rs -d $'\\a' -p "$words" <&2 || :`,
  '}',
].join('; ')

/**
 * Everything in a group whose standard error is closed, so that `set -x` does not show it; marks go where bash prints its prompts. A
 * shell's first prompt ends no command. The history must have every command, and each whole.
 */
const promptCommand = [
  `{ __ended="\${__unboxed+${end}}"`,
  `[[ -o history && "$__ended" ]] && printf '\\033]133;L;aid=%s;' $$ && HISTTIMEFORMAT= history 1 && printf '\\007'`,
  'printf %s "$__ended"',
  '__unboxed= HISTCONTROL= HISTIGNORE=',
  'shopt -s cmdhist lithist',
  defineLab,
  // A bash that was started by another one without a terminal has lost PS1, and has its own.
  `[[ "\${PS1-}" != '\\s-\\v\\$ ' ]] || PS1='${ownPrompt}'`,
  `[[ "\${PS1-}" == *"133;A"* ]] || PS1='${promptMarks}'"\${PS1-}"`,
  '} >&2 2>&-',
].join('; ')

/** BEL, which `lab` waits for. */
export const goOn = '\x07'

/** The environment of a shell that marks its prompts, and of the shells that it runs. */
export const markingEnvironment = {
  PROMPT_COMMAND: promptCommand,
  PS0: begin,
  PS1: `${promptMarks}${ownPrompt}`,
  PS2: `${unseen(continued)}> `,
  /** Nothing of an attempt stays in the history of whoever the machine belongs to. */
  HISTFILE: '',
} as const

/** A file that sets the same, for a bash that was started without that environment. */
export const markingBashrc = [
  '# Marks prompts and commands for the terminal.',
  ...Object.entries(markingEnvironment).map(([name, value]) => `export ${name}=${shellWord(value)}`),
  '',
].join('\n')

/** `lab` for other shells and for sudo, at the price of a process. */
export const labProgram = `#!/bin/bash\n${defineLab}\nlab "$@"\n`

function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
