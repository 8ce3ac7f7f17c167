import type { Case } from '../conformance.ts'

export const terminalCases: Record<string, Case> = {
  'a terminal has a size, echoes, can be resized and keeps the exit status': async (
    t,
    { start, client, until, refusal },
  ) => {
    const shell = await start(
      // The signal may end a read: that is no end of the input.
      [
        'sh',
        '-c',
        'trap \'stty size\' WINCH; stty size; until [ "$line" = end ]; do read line && echo got $line; done; exit 6',
      ],
      {
        stdin: 'open',
        terminal: { rows: 12, columns: 34 },
      },
    )
    const { key } = shell
    await until('its size', () => shell.written().includes('12 34'))
    await client.call('type', { key, text: 'one\n' })
    await until('the answer', () => /one\r\ngot one/.test(shell.written()))
    await client.call('resize', { key, rows: 45, columns: 67 })
    await client.call('type', { key, text: 'two\n' })
    await until('the new size', () => shell.written().includes('45 67'))
    await client.call('type', { key, text: 'end\n' })
    t.equal((await shell.ended).code, 6)
    const plain = await start(['sleep', '100'])
    t.equal(await refusal('resize', { key: plain.key, rows: 1, columns: 1 }), 'ENOTTY')
    t.equal(await refusal('resize', { key, rows: 1, columns: 1 }), 'ESRCH')
    await client.call('signal', { key: plain.key, signal: 'SIGKILL' })
    await plain.ended
  },
}
