import t from 'tap'
import type { Lab } from '../../src/lab/lab.ts'
import type { CallError } from '../../src/protocol/message.ts'
import type { Cell, CellResult } from '../../src/prove/cell.ts'
import { mutantsOf } from '../../src/prove/mutate.ts'
import { type ProofKind, proofOutcome } from '../../src/prove/proof.ts'
import { proveLab } from '../../src/prove/prove-lab.ts'
import { hasBrokenDown, isCacheable, type Ran } from '../../src/prove/run-again.ts'
import { handResult } from './hand-result.ts'
import { labOf } from './lab-of.ts'

const steps = `
  - id: one
    text: One.
    run: |
      echo a
      echo b
    expect: [{output: stdout, text: a}, {output: stdout, lines: 2}]
  - id: two
    text: Two.
    run: echo c
    expect: [{output: stdout, text: c}]
`

/** What comes of a run where these checks fail. */
function failing(lab: Lab, ...checks: string[]): CellResult {
  const ids = lab.steps.flatMap(({ expect }) => expect.map(({ id }) => id))
  const verdicts = ids.map(id => {
    const outcome = checks.includes(id) ? ('fail' as const) : ('pass' as const)
    return [
      id,
      { outcome, asked: `${id} in words`, message: outcome === 'fail' ? `${id} is wrong` : '' },
    ] as const
  })
  return {
    verdicts: Object.fromEntries(verdicts),
    caughtBy: checks,
    overdue: [],
    leaks: [],
    took: {},
    ms: 10,
  }
}

/** What was not reached is not known. */
function upTo(step: number, lab: Lab, result: CellResult): CellResult {
  const reached = lab.steps.slice(0, step).flatMap(({ expect }) => expect.map(({ id }) => id))
  const inside = (id: string) => reached.includes(id)
  return {
    ...result,
    verdicts: Object.fromEntries(Object.entries(result.verdicts).filter(([id]) => inside(id))),
    caughtBy: result.caughtBy.filter(inside),
  }
}

/** A lab whose mutants are caught where they should be. */
function sound(lab: Lab): (cell: Cell) => CellResult {
  const all = lab.steps.flatMap(({ expect }) => expect.map(({ id }) => id))
  const names = new Map(mutantsOf(lab).map(({ id, lab }) => [JSON.stringify(lab.steps), id]))
  const seenBy: Record<string, string[]> = {
    'one/without-line-1': ['one/1', 'one/2'],
    'one/without-line-2': ['one/2'],
    'two/without-line-1': ['two/1'],
  }
  return ({ lab: run, manner }) => {
    if (manner === 'pristine') return failing(lab, ...all)
    const mutant = names.get(JSON.stringify(run.steps))
    return failing(lab, ...(mutant === undefined ? [] : (seenBy[mutant] ?? [])))
  }
}

/** Proves with results made up from the cell; `kept` and `remembered` tell what was done with them. */
async function prove(lab: Lab, result: (cell: Cell) => CellResult, repeat = 1, typed = handResult) {
  const kept: string[] = []
  const cells: Cell[] = []
  let remembered = 0
  const run = async (cell: Cell): Promise<Ran> => {
    const byHand = typed(cell)
    if (byHand)
      return {
        result: byHand,
        remembered: false,
        remember: async () => undefined,
        keep: async () => undefined,
      }
    cells.push(cell)
    return {
      result: result(cell),
      remembered: false,
      remember: async () => {
        remembered++
      },
      keep: async name => {
        kept.push(name)
        return `/evidence/${name}`
      },
    }
  }
  const proof = await proveLab({ draw: () => lab, seed: 'one', repeat, run })
  const open = proof.cases.filter(({ outcome }) => outcome !== 'pass')
  const outcome = proofOutcome(proof)
  return { proof, open, kept, remembered, cells, outcome }
}

t.test('a lab that can fail for every reason is proven, and all of it is remembered', async t => {
  const lab = labOf(steps)
  const { open, outcome, kept, remembered, proof } = await prove(lab, sound(lab), 3)
  t.same(open, [])
  t.equal(outcome, 'pass')
  t.same(kept, [])
  t.equal(remembered, 1 + 3 + 3)
  const number = (kind: ProofKind) => proof.cases.filter(each => each.proof === kind).length
  t.same(
    ['pristine', 'reference', 'mutant', 'check', 'hand', 'leak'].map(kind => number(kind as ProofKind)),
    [3, 3, 3, 3, 5, 1],
  )
  t.match(proof, { made: 12, remembered: 0, ms: 120 })
})

t.test('by hand, each of the three is told: not doable, done by nobody, done wrongly', async t => {
  const lab = labOf(steps)
  const right: CellResult = failing(lab)
  const toldOf = async (typed: (cell: Cell) => CellResult | undefined) =>
    (await prove(lab, sound(lab), 1, cell => (cell.manner === 'by-hand' ? typed(cell) : undefined))).open
  t.match(await toldOf(cell => (cell.typed === lab ? failing(lab, 'one/2') : handResult(cell))), [
    { proof: 'hand', name: 'the lab itself', message: /do not do every step: one\/2: one\/2 is wrong$/ },
  ])
  t.match(await toldOf(cell => (cell.typed ? handResult(cell) : { ...right, caughtBy: [] })), [
    {
      proof: 'hand',
      name: 'nothing typed',
      message: 'nothing was typed, and yet these steps count as done: one, two',
    },
  ])
  t.match(await toldOf(cell => (cell.typed ? right : handResult(cell))), [
    {
      name: 'one/without-line-1',
      message: /^every step counts as done if somebody types the lines of a lab that leaves out `echo a`$/,
      diff: ['- echo a'],
    },
    { name: 'one/without-line-2' },
    { name: 'two/without-line-1' },
  ])
})

t.test(
  'by hand, a step that is open for what could not be read decides nothing, and is tried again',
  async t => {
    const lab = labOf(steps)
    const rounds = new Map<string, number>()
    const { open, outcome } = await prove(lab, sound(lab), 1, cell => {
      const result = handResult(cell)
      if (!result || !cell.typed || cell.typed === lab) return result
      const typed = JSON.stringify(cell.typed.steps)
      rounds.set(typed, (rounds.get(typed) ?? 0) + 1)
      if (cell.round > 0) return result
      const unread = { outcome: 'error', asked: 'it', message: 'ESRCH' } as const
      return { ...result, verdicts: { ...result.verdicts, 'one/1': unread }, caughtBy: [] }
    })
    t.same(open, [])
    t.equal(outcome, 'pass')
    t.same([...rounds.values()], [2, 2, 2])
  },
)

t.test('a check that passes where nothing was done is vacuous', async t => {
  const lab = labOf(steps)
  const all = sound(lab)
  const { open, kept } = await prove(lab, cell =>
    cell.manner === 'pristine' ? failing(lab, 'one/1', 'two/1') : all(cell),
  )
  t.match(open, [
    {
      proof: 'pristine',
      name: 'one/2',
      outcome: 'fail',
      message: /passes on an untouched machine, .*: one\/2 in words/,
      remedy: /add `depends: one\/1` to this check/,
    },
  ])
  t.match(open[0], { at: { file: 'labs/x.yaml', line: 9 }, evidence: '/evidence/pristine' })
  t.same(kept, ['pristine'])
})

t.test('unless it says why it is given; then it must be so', async t => {
  const lab = labOf(steps.replace('lines: 2}', 'lines: 2, given: It always is.}'))
  const all = sound(lab)
  const pristine = (...failed: string[]) =>
    prove(lab, cell => (cell.manner === 'pristine' ? failing(lab, ...failed) : all(cell)))
  const given = await pristine('one/1', 'two/1')
  t.equal(given.outcome, 'pass')
  t.notOk(given.proof.cases.some(({ proof, name }) => proof === 'check' && name === 'one/2'))
  const not = await pristine('one/1', 'one/2', 'two/1')
  t.match(not.open[0], { proof: 'pristine', name: 'one/2', message: /has `given`, but fails/ })
})

t.test('mutants of a lab that does not pass are not tried', async t => {
  const lab = labOf(steps)
  const all = sound(lab)
  const { open, cells } = await prove(lab, cell =>
    cell.manner === 'whole' ? failing(lab, 'two/1') : all(cell),
  )
  t.equal(cells.length, 4, 'it is run again, in case it fails by chance')
  t.same(
    open.map(({ proof, message }) => [proof, message]),
    Array(3).fill([
      'reference',
      'the lab itself fails in all 3 runs with these values: two/1: two/1 is wrong',
    ]),
  )
})

t.test('a lab that fails with one of its values is wrong, and one that fails once is flaky', async t => {
  const draw = (seed: string) => labOf(steps, 'vars: {n: {pick: [1, 2]}}', seed)
  const valuesOf = (lab: Lab) => lab.vars.n ?? ''
  const told = async (fails: (value: string, nth: number) => boolean) => {
    const seen = new Map<string, number>()
    const proof = await proveLab({
      draw,
      seed: 'one',
      repeat: 1,
      run: async ({ lab, manner }) => {
        const value = valuesOf(lab)
        const nth = seen.get(value) ?? 0
        if (manner === 'whole') seen.set(value, nth + 1)
        const ids = lab.steps.flatMap(({ expect }) => expect.map(({ id }) => id))
        const isWrong = manner === 'pristine' || fails(value, nth)
        return {
          result: failing(lab, ...(isWrong ? ids : [])),
          remembered: false,
          remember: async () => undefined,
          keep: async () => undefined,
        }
      },
    })
    const references = proof.cases.filter(({ proof }) => proof === 'reference')
    return references.map(({ outcome, message }) => `${outcome} ${message.replace(/: one.*/, '')}`).sort()
  }
  const [value] = Object.values(draw('one').vars)
  t.same(await told(drawn => drawn !== value), [
    ...Array(3).fill('fail the lab itself fails in all 3 runs with these values'),
    'pass every check passes',
  ])
  t.same(await told((drawn, nth) => drawn !== value && nth === 0), [
    'fail the lab is flaky: it passes in 1 of 2 runs with the same values. In this run',
    'pass every check passes',
    'pass every check passes',
  ])
})

t.test('a lab that passes only sometimes is flaky', async t => {
  const lab = labOf(steps)
  const all = sound(lab)
  const { open } = await prove(
    lab,
    cell => (cell.manner === 'whole' && cell.round === 1 ? failing(lab, 'one/2') : all(cell)),
    3,
  )
  t.match(open, [
    {
      proof: 'reference',
      name: 'run 2',
      message: /passes in 2 of 3 runs with the same values. In this run: one\/2/,
    },
  ])
})

t.test('what is left behind is told, and not remembered', async t => {
  const lab = labOf(steps)
  const all = sound(lab)
  const { open, remembered } = await prove(lab, cell =>
    cell.manner === 'whole' ? { ...failing(lab), leaks: ['cgroup /sys/fs/cgroup/a'] } : all(cell),
  )
  t.match(open, [{ proof: 'leak', message: 'the lab leaves something behind: cgroup /sys/fs/cgroup/a' }])
  t.equal(remembered, 1 + 3)
})

t.test(
  'a mutant that passes is told with what it changes, and the check that should have seen it',
  async t => {
    const lab = labOf(steps)
    const names = mutantsOf(lab)
    const all = sound(lab)
    const second = names.find(({ id }) => id === 'one/without-line-2')?.lab
    const { open, kept, cells } = await prove(lab, cell =>
      cell.lab === second || same(cell.lab, second) ? failing(lab) : all(cell),
    )
    t.match(open, [
      {
        name: 'one/without-line-2',
        outcome: 'fail',
        diff: ['- echo b'],
        message: 'every check still passes if the lab leaves out `echo b`',
        remedy:
          /the closest is one\/1 \(the standard output: text a\).*`equivalent: {one\/without-line-2: REASON}`/,
      },
    ])
    t.same(kept, ['mutant.one/without-line-2'])
    const runs = cells.filter(cell => same(cell.lab, second))
    t.same(
      runs.map(({ round }) => round),
      [0, 1, 2],
      'not before it passed three times',
    )
  },
)

t.test(
  'a mutant, an equivalent one or a wrong solution that comes out differently each time is chance',
  async t => {
    const declared = 'equivalent: {one/without-line-2: It prints nothing.}'
    const wrong = 'wrong: [{text: Forgets c., run: {two: echo d}, caught: two/1, says: is wrong}]'
    const rows: [beside: string, run: (lab: Lab) => boolean, passes: boolean, name: string][] = [
      ['', ({ steps }) => steps[0]?.run === 'echo a', true, 'one/without-line-2'],
      [declared, ({ steps }) => steps[0]?.run === 'echo a', false, 'one/without-line-2'],
      [wrong, ({ steps }) => steps[1]?.run === 'echo d', true, '1: Forgets c.'],
    ]
    for (const [beside, isIt, passesFirst, name] of rows) {
      const lab = labOf(steps, beside)
      const all = sound(lab)
      const { open, outcome, kept } = await prove(lab, cell => {
        if (cell.manner === 'pristine' || !isIt(cell.lab)) return all(cell)
        const passes = cell.round === 1 ? !passesFirst : passesFirst
        const check = isIt === rows[2]?.[1] ? 'two/1' : 'one/2'
        return passes ? failing(lab) : failing(lab, check)
      })
      const told = open.find(each => each.name === name)
      t.match(told, {
        outcome: 'fail',
        message: /^the result depends on chance: in the first run, .*; in run 2, /,
      })
      t.equal(outcome, 'fail')
      t.ok(
        kept.some(each => each.endsWith(name)),
        'the evidence of the first is kept',
      )
    }
  },
)

t.test(
  'a machine that is lost once says nothing, and neither does a time-out that does not come again',
  async t => {
    const lab = labOf(steps)
    const all = sound(lab)
    const ended = { kind: 'error', code: 'vm-lost', message: 'the virtual machine is gone' } as const
    for (const result of [{ ended }, { overdue: ['one'], caughtBy: [] }]) {
      let seen = 0
      const { open, cells } = await prove(lab, cell => {
        const isIt = cell.manner === 'until-caught' && cell.lab.steps[0]?.run === 'echo a'
        return isIt && ++seen === 1 ? { ...failing(lab), ...result } : all(cell)
      })
      t.same(open, [])
      t.equal(seen, 2)
      t.ok(cells.length < 10)
    }
    let interrupted = 0
    await prove(lab, cell => {
      interrupted++
      return { ...all(cell), ended: { ...ended, code: 'interrupted' } }
    })
    t.equal(interrupted, 2, 'an interrupted one is not run again')
  },
)

t.test('a mutant that the kernel refuses needs no check', async t => {
  const lab = labOf(steps)
  const all = sound(lab)
  const call = { errno: 'EINVAL', path: '/sys/fs/cgroup/a/cpu.max.burst', message: 'write' }
  const ended = {
    kind: 'error',
    code: 'limit-not-understood',
    message: 'cpu.max.burst does not take "2"',
    call,
  } as const
  const { proof, open } = await prove(lab, cell =>
    cell.manner === 'until-caught' && cell.lab.steps[0]?.run === 'echo a'
      ? { ...failing(lab), ended }
      : all(cell),
  )
  t.same(open, [])
  t.match(
    proof.cases.find(({ name }) => name === 'one/without-line-2'),
    { outcome: 'pass', message: 'the kernel refuses it: cpu.max.burst does not take "2"' },
  )
})

const same = (a: Lab, b: Lab | undefined) => JSON.stringify(a.steps) === JSON.stringify(b?.steps)

t.test('a mutant that does not end, or whose machine is lost, is neither caught nor passed', async t => {
  const lab = labOf(steps)
  const all = sound(lab)
  const ended = { kind: 'error', code: 'vm-lost', message: 'the virtual machine is gone' } as const
  const results: [Partial<CellResult>, RegExp][] = [
    [{ overdue: ['one'] }, /^timed out in one when the lab leaves out/],
    [{ ended }, /could not be run: the virtual machine is gone/],
  ]
  for (const [result, message] of results) {
    const { open, outcome } = await prove(lab, cell =>
      cell.manner === 'until-caught' && cell.lab.steps[0]?.run === 'echo a'
        ? { ...failing(lab), ...result }
        : all(cell),
    )
    t.match(open, [{ name: 'one/without-line-2', outcome: 'error', message }])
    t.equal(outcome, 'error')
  }
})

t.test(
  'what was caught when it was repeated with all its time is remembered, and that it was repeated',
  async t => {
    const lab = labOf(steps)
    const all = sound(lab)
    const rounds: number[] = []
    const { outcome, remembered } = await prove(lab, cell => {
      if (cell.manner !== 'until-caught' || cell.lab.steps[0]?.run !== 'echo a') return all(cell)
      rounds.push(cell.round)
      return cell.round === 0 ? { ...failing(lab), overdue: ['one'] } : all(cell)
    })
    t.equal(outcome, 'pass')
    t.same(rounds, [0, 1])
    t.equal(remembered, 1 + 1 + 3 + 1)
  },
)

t.test('after a run that decided nothing, the others count', async t => {
  const lab = labOf(steps)
  const all = sound(lab)
  const told = async (...later: CellResult[]) => {
    const { open } = await prove(lab, cell => {
      if (cell.manner !== 'until-caught' || cell.lab.steps[0]?.run !== 'echo a') return all(cell)
      const unread = { outcome: 'error', asked: 'it', message: 'ESRCH' } as const
      return later[cell.round - 1] ?? { ...failing(lab), verdicts: { 'one/1': unread } }
    })
    return open
  }
  const survived = failing(lab)
  t.match(await told(survived, survived), [
    { name: 'one/without-line-2', outcome: 'fail', message: /^every check still passes/ },
  ])
  t.match(await told(survived, failing(lab, 'one/2')), [{ outcome: 'fail', message: /depends on chance/ }])
  t.match(await told(), [{ outcome: 'error', message: /ESRCH/ }])
  t.same(await told(failing(lab, 'one/2')), [])
})

t.test('a run that the mutant itself ended is cached and not repeated', async t => {
  const error = (code: string, call?: CallError) => ({
    ended: { kind: 'error', code, message: 'why', ...(call && { call }) } as const,
  })
  const refused = { message: 'why', errno: 'EINVAL', path: '/sys/fs/cgroup/box/memory.max' }
  const whole = failing(labOf(steps))
  const cases: [Pick<CellResult, 'ended'>, boolean, boolean][] = [
    [whole, true, false],
    [error('no-pid'), true, false],
    [error('limit-refused', refused), true, false],
    [error('pid-unknown'), false, true],
    [error('vm-lost'), false, true],
    [error('EIO', { ...refused, path: '/tmp/file' }), false, true],
    [error('interrupted'), false, false],
    [{ ended: { kind: 'unsupported', code: 'no-controller', message: 'why' } }, false, false],
  ]
  for (const [result, lasts, isBroken] of cases)
    t.same([isCacheable(result), hasBrokenDown(result)], [lasts, isBroken], JSON.stringify(result.ended))
})

t.test('what was cut short before a check that has caught nothing goes on to the end', async t => {
  const lab = labOf(steps)
  const all = sound(lab)
  const { open, cells } = await prove(lab, cell => {
    const { steps } = cell.lab
    const isLast = steps[1]?.run === 'true'
    if (isLast) return failing(lab, 'one/1')
    const isMutant = cell.manner !== 'pristine' && steps[0]?.run !== lab.steps[0]?.run
    if (!isMutant) return all(cell)
    return cell.manner === 'whole' ? failing(lab, 'one/2', 'two/1') : upTo(1, lab, failing(lab, 'one/2'))
  })
  t.same(open, [])
  const whole = cells.filter(({ manner, lab: run }) => manner === 'whole' && !same(run, lab))
  t.equal(whole.length, 1, 'and only until one has shown it')
})

t.test('a check that nothing makes fail is idle', async t => {
  const lab = labOf(steps)
  const all = sound(lab)
  const { open } = await prove(lab, cell => {
    const result = all(cell)
    return cell.manner === 'pristine' ? result : { ...result, caughtBy: result.caughtBy.map(() => 'one/2') }
  })
  t.match(open, [
    { proof: 'check', name: 'one/1', message: /never fails: it passes with each of the 3 mutants/ },
    { proof: 'check', name: 'two/1' },
  ])
})

t.test('equivalent mutants are counted apart, must be there, and must change nothing', async t => {
  const lab = labOf(
    steps,
    'equivalent: {one/without-line-2: It prints nothing., one/without-lime-1: x, two/without-line-1: It is so.}',
  )
  const all = sound(lab)
  const { proof, open } = await prove(lab, cell =>
    cell.lab.steps[0]?.run === 'echo a'
      ? failing(lab)
      : cell.manner === 'pristine'
        ? all(cell)
        : failing(lab, ...all(cell).caughtBy),
  )
  t.match(
    proof.cases.filter(({ proof }) => proof === 'equivalent'),
    [
      { name: 'one/without-line-2', outcome: 'pass', said: 'It prints nothing.' },
      {
        name: 'one/without-lime-1',
        outcome: 'fail',
        message: /did you mean `one\/without-line-1`/,
        at: { line: 2 },
      },
      {
        name: 'two/without-line-1',
        outcome: 'fail',
        message: /declared equivalent, but two\/1 fails: two\/1 is wrong/,
      },
    ],
  )
  t.equal(proof.cases.filter(({ proof }) => proof === 'mutant').length, 1)
  t.match(open.at(-1), { proof: 'equivalent' })
})

t.test('a wrong solution is caught by the check it names, in its words', async t => {
  const wrong = (caught: string, says: string) =>
    labOf(steps, `wrong: [{text: Forgets c., run: {two: echo d}, caught: ${caught}, says: ${says}}]`)
  const told = async (lab: Lab) => {
    const all = sound(lab)
    const { proof } = await prove(lab, cell =>
      cell.lab.steps[1]?.run === 'echo d' ? failing(lab, 'two/1') : all(cell),
    )
    return proof.cases.find(({ proof }) => proof === 'wrong')
  }
  t.match(await told(wrong('two/1', 'is wrong')), { outcome: 'pass', name: '1: Forgets c.' })
  const place = '{text: In a group., in: {one: {cgroup: a}}, caught: two/1, says: is wrong}'
  const elsewhere = await prove(labOf(steps, `wrong: [${place}]`), cell => {
    const [one, two] = cell.lab.steps
    if (one?.in.cgroup === 'a' && one.run === 'echo a\necho b\n' && two?.in.cgroup === undefined)
      return failing(cell.lab, 'two/1')
    return sound(labOf(steps))(cell)
  })
  t.same(elsewhere.open, [], 'another place replaces that of the step alone')
  t.equal(elsewhere.proof.cases.filter(({ proof }) => proof === 'wrong').length, 1)
  t.match(await told(wrong('one/1', 'is wrong')), {
    outcome: 'fail',
    message: /^one\/1 passes, but `caught` says/,
  })
  t.match(await told(wrong('two/1', 'is right')), {
    outcome: 'fail',
    message: 'the check fails with "two/1 is wrong", which does not contain "is right"',
  })
})
