import t from 'tap'
import { stateLetter } from '../../../src/outside/walk/state-letter.ts'
import { syntheticGuest } from '../synthetic/guest.ts'

const { make, set, kernel } = syntheticGuest()

// state, exit_state and the letter: TASK_* and EXIT_* of include/linux/sched.h.
const rows: readonly [number, number, string][] = [
  [0, 0, 'R'],
  [0x200, 0, 'R'], // waking
  [0x1, 0, 'S'],
  [0x2001, 0, 'S'], // freezable
  [0x2, 0, 'D'],
  [0x102, 0, 'D'], // killable
  [0x402, 0, 'I'],
  [0x2402, 0, 'I'],
  [0x104, 0, 'T'],
  [0x8, 0, 't'],
  [0x40, 0, 'P'],
  [0x80, 0x20, 'Z'],
  [0x80, 0x10, 'X'],
  [0x8000, 0, 'D'], // frozen
  [0x1000, 0, 'D'], // waits for a lock of a real-time kernel
]

t.test('states have the letters of /proc/PID/stat', async t => {
  for (const [state, exit, letter] of rows) {
    const task = make()
    set(task, 'task_struct.__state', state)
    set(task, 'task_struct.exit_state', exit)
    t.equal(stateLetter(kernel(), task), letter, `${state.toString(16)} ${exit.toString(16)}`)
  }
})
