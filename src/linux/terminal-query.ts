/** Without what asks the terminal something: by the time it would be answered, whoever asked has been answered or has gone. */
export const withoutQueries = (text: string) => text.replace(queries, '')

/** Device attributes, positions and modes, colours, names and versions, keyboard modes. */
const queries =
  /\x1b\[[>=]?\d*c|\x1b\[\??[56]n|\x1b\[\??[\d;]+\$p|\x1b\[>\d*q|\x1b\[\?u|\x1b\[1[4-9]t|\x1b\](?:4;\d+|1\d);\?(?:\x07|\x1b\\)|\x1bP[+$]q[^\x1b]*\x1b\\/g

/**
 * Whether nobody has typed these keys: a terminal sends them to answer a program (busybox asks at each prompt where the cursor is), and to
 * tell that its window has the focus. F3 with a modifier cannot be told from a position, and counts as one. See xterm's "Control Sequences".
 */
export const isReport = (keys: string): boolean => reports.test(keys)

/** Positions, device attributes, status, modes, keyboard modes, sizes, focus; colours, names and versions. */
const reports =
  /^(?:\x1b\[(?:\??\d+(?:;\d+)*R|[?>=]?[\d;]+c|\??[\d;]+n|\??[\d;]+\$y|\?\d+u|\d+(?:;\d+)+t|[IO])|\x1b[\]P][^\x07\x1b]*(?:\x07|\x1b\\))+$/
