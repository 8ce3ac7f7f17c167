import type { Launch, Operation, OperationKind } from './operation.ts'
import { asVariables } from './pid-reference.ts'
import { hereDocument, isShellText, modeText } from './shell-syntax.ts'

/** An operation as a person would type it, for reports and `unboxed show`. */
export const shellLine = (operation: Operation): string => asVariables(lineWithReferences(operation))

/** The same, in which the PID of a process is still `${box.pid}`. */
export const lineWithReferences = (operation: Operation): string => lines[operation.op](operation as never)

const lines = {
  'make-cgroup': ({ path }) => `mkdir ${path}`,
  'put-file': ({ path, mode, text }) =>
    [
      `mkdir -p ${folderOf(path)}`,
      `cat > ${path} ${hereDocument(text.replace(/\n$/, ''))}`,
      `chmod ${modeText(mode)} ${path}`,
    ].join('\n'),
  'enable-controllers': ({ path, controllers, needed }) => {
    const enabled = controllers.length > 0 ? controllers : needed
    return `echo '${enabled.map(name => `+${name}`).join(' ')}' > ${path}/cgroup.subtree_control`
  },
  'write-limit': ({ file, text }) => `echo ${/^\w+$/.test(text) ? text : `'${text}'`} > ${file}`,
  'read-back': ({ file }) => `cat ${file}`,
  run: launch => launchLine(launch),
  start: launch => (launch.holdsTerminal ? launchLine(launch) : `${closed(launch)} &`),
  type: ({ script }) => script,
  observe: ({ step }) => `# read what the checks of ${step} need`,
  hold: ({ ms }) => `sleep ${ms / 1000}`,
} satisfies { [K in OperationKind]: (operation: Extract<Operation, { op: K }>) => string }

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/')) || '/'

/** A subshell writes 0, which means itself, to cgroup.procs and becomes the program: no process is ever outside. */
function launchLine({ cgroup, line, own, argv }: Launch): string {
  if (!own) return line
  const enter = `echo 0 > ${cgroup}/cgroup.procs`
  if (isOpenEnded(line)) return `(\n${enter}\n${line}\n)`
  return argv.length === 3 && isShellText(argv.slice(0, 2))
    ? `( ${enter}; ${line} )`
    : `( ${enter}; exec ${line} )`
}

/** A started process as one command, so that `&` can follow. */
const closed = (launch: Launch) =>
  !launch.own && isOpenEnded(launch.line) ? `(\n${launch.line}\n)` : launchLine(launch)

/** Whether nothing can follow on the same line: a comment would swallow it, and a here-document would not end. */
const isOpenEnded = (line: string) => /\n|(^|[\s;&|()])#/.test(line)
