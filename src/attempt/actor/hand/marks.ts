/*
 * What makes shells mark their prompts and commands for the terminal (OSC 133; linux/prompt-mark.ts reads the marks):
 * - Before each prompt, bash runs PROMPT_COMMAND, which marks the end of the command before it. The mark of the prompt is in PS1, since
 *   the line editor is ready for keys once it prints that; PROMPT_COMMAND puts it back into a PS1 that somebody has changed.
 * - bash expands PS0 after it has read a command and before it executes it. Nothing in it may fork: that would be one more process in the
 *   cgroup of the shell, and a shell at its limit would try for many seconds.
 * - The text of a command comes from the history, where completion, `!!` and continuation lines are resolved: PROMPT_COMMAND prints it before
 *   it marks the end, since a builtin that prints needs no process, and one whose output is expanded does.
 * - dash and busybox expand parameters in PS1 and PS2, and have nothing for the start of a command.
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

/** A variable that only bash sets, without exporting it, tells whether PROMPT_COMMAND marks the end. */
const promptMarks = unseen(`\${__unboxed-${end}}${prompt}`)

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
  `[[ "\${PS1-}" == *"133;A"* ]] || PS1='${promptMarks}'"\${PS1-}"`,
  '} >&2 2>&-',
].join('; ')

/** The environment of a shell that marks its prompts, and of the shells that it runs. */
export const markingEnvironment = {
  PROMPT_COMMAND: promptCommand,
  PS0: begin,
  PS1: `${promptMarks}unboxed:\${PWD}# `,
  PS2: `${unseen(continued)}> `,
  /** Nothing of an attempt stays in the history of whoever the machine belongs to. */
  HISTFILE: '',
} as const

/** The end of a bashrc that sets the same, for a bash that was started without that environment. */
export const markingBashrc = [
  '# Marks prompts and commands for the terminal.',
  ...Object.entries(markingEnvironment).map(([name, value]) => `export ${name}=${shellWord(value)}`),
  '',
].join('\n')

function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
