#!/usr/bin/env node
// Makes the pictures of the documentation, docs/pictures/*.svg, from real screens: `node scripts/pictures.mjs [NAME...]`. A scenario is a
// command at a terminal of some size, then keys and what must be on the screen before the next ones. Process IDs differ from run to run.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from './load.mjs'

const { atTerminal, keys, pictureOf } = await load('test/screen/at-terminal.ts', 'test/screen/picture.ts')

const patience = 120_000 // milliseconds: the first command may make the template of the VM
const prompt = /#$/m
const task = /\^\] shell/

/** @type {Record<string, {command: string[], size: {rows: number, columns: number}, steps: object[]}>} */
const scenarios = {
  learn: {
    command: ['learn', 'memory-max'],
    size: { rows: 27, columns: 96 },
    steps: [
      { until: prompt },
      { press: 'bash\r', until: /step 1 of \d+ is done[^#]*#$/ },
      {
        press: 'mkdir /sys/fs/cgroup/mygroup; ls /sys/fs/cgroup/mygroup | head -n 5\r',
        until: /step 2 of \d+ is done[^#]*#$/,
      },
      { press: keys.chord, until: /Changed by[\s\S]*\^\] shell/, picture: 'learn-done' },
      { press: keys.chord, until: prompt },
      { press: 'echo 512M > /sys/fs/cgroup/mygroup/memory.high\r', until: /high\n[^#]*#$/ },
      { press: keys.chord, until: task, picture: 'learn-task' },
      { press: 'h', until: /Hint 1/, picture: 'learn-hint' },
      { press: keys.chord, until: prompt },
      {
        press: 'echo 512M > /sys/fs/cgroup/mygroup/memory.max\r',
        until: /step 3 of \d+ is done[^#]*#$/,
        picture: 'learn',
      },
      { press: 'lab changed\r', until: /memory\.max.*\n[^#]*#$/, picture: 'learn-changed' },
      { press: `${keys.chord}q` },
    ],
  },
  list: {
    command: ['list', 'process', 'namespace'],
    size: { rows: 60, columns: 96 },
    steps: [{ until: /\S/, ended: true, picture: 'list' }],
  },
}

const folder = 'docs/pictures'
const wanted = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
for (const [name, scenario] of Object.entries(scenarios))
  if (wanted.length === 0 || wanted.includes(name)) await perform(name, scenario)

async function perform(name, { command, size, steps }) {
  const state = mkdtempSync(join(tmpdir(), 'unboxed-pictures-'))
  const endings = [() => rmSync(state, { recursive: true, force: true })]
  const env = {
    XDG_STATE_HOME: state,
    TMUX: undefined,
    ZELLIJ: undefined,
    NO_COLOR: undefined,
    FORCE_COLOR: undefined,
  }
  try {
    const argv = [process.execPath, 'dist/cli.js', ...command]
    const screen = await atTerminal({ teardown: end => endings.unshift(end) }, argv, { size, env })
    for (const { press, until, ended, picture } of steps) {
      // As a person does, who reads first: what a command changed is seen between two prompts.
      if (press) await screen.untilSo('screen that rests', resting(screen), patience)
      if (press) screen.press(press)
      if (until) await screen.until(until, patience)
      if (ended) await screen.ended
      if (!picture) continue
      await screen.untilSo('screen that rests', resting(screen), patience)
      const file = join(folder, `${picture}.svg`)
      writeFileSync(file, pictureOf(screen.emulator, ['unboxed', ...command].join(' ')))
      console.log(`${name}: ${file}`)
    }
  } finally {
    for (const end of endings) await end()
  }
}

/** True once the screen has been the same for half a second. */
function resting(screen) {
  let [text, since] = [screen.text(), Date.now()]
  return () => {
    if (screen.text() !== text) [text, since] = [screen.text(), Date.now()]
    return Date.now() - since > 500
  }
}
