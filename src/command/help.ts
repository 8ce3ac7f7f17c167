import { type Command, Help, type HelpConfiguration } from 'commander'

/** Columns of the help where its width is unknown. */
export const helpColumns = 80

/** Columns that a description needs to stand beside its term; with less, it stands below. */
const beside = 28

/** Help that fits narrow terminals: nothing is broken within a word. */
export const helpLayout: HelpConfiguration = {
  minWidthToWrap: 16,
  commandUsage(command: Command) {
    const usage = Help.prototype.commandUsage.call(layout, command)
    return hanging(layout.boxWrap(usage, (this.helpWidth ?? helpColumns) - title.length), title.length)
  },
  formatItem(term, termWidth, description, helper) {
    const width = helper.helpWidth ?? helpColumns
    if (description === '' || width - termWidth - 4 >= beside)
      return Help.prototype.formatItem.call(helper, term, termWidth, description, helper)
    const below = ' '.repeat(indent)
    return `  ${term}\n${below}${hanging(helper.boxWrap(description, width - indent), indent)}`
  },
}

/** What commander writes before the usage. */
const title = 'Usage: '

const indent = 6

/** boxWrap never wraps below a width of its own. */
const layout = Object.assign(new Help(), { minWidthToWrap: 16 })

const hanging = (text: string, columns: number) => text.replaceAll('\n', `\n${' '.repeat(columns)}`)

/** Command lines to try, for the end of a help text. */
export const examples = (...lines: string[]) =>
  `\nExamples:\n${lines.map(line => `  $ ${line}`).join('\n')}\n`
