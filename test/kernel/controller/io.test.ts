import t from 'tap'
import { io } from '../../../src/kernel/controller/io.ts'
import { recorded } from '../fixture.ts'

t.test('what is read', async t => {
  t.match(io['io.stat'].format.parse(recorded('cgroup/io.stat')), {
    '254:0': { rbytes: 5_929_984, rios: 294 },
  })
  t.same(io['io.weight'].format.parse(recorded('cgroup/io.weight')), { default: 150 })
  t.same(io['io.latency'].format.parse('254:0 target=75000\n'), { '254:0': { target: 75 } })
})

t.test('what is written', async t => {
  const { write } = io['io.max'].format
  t.equal(write('254:0 rbps=1MiB wiops=120'), '254:0 rbps=1048576 wiops=120')
  t.equal(write('254:0 rbps=max'), '254:0 rbps=max')
  for (const text of ['', '254:0', 'vda rbps=1', '254:0 speed=1', '254:0 rbps=fast', '254:0 bogus=max'])
    t.equal(write(text), undefined, text)
  t.equal(io['io.latency'].format.write('254:0 target=75ms'), '254:0 target=75000')
  t.equal(io['io.weight'].format.write('default 150'), 'default 150')
  t.equal(io['io.weight'].format.write('254:0 default'), '254:0 default')
  t.equal(io['io.weight'].format.write('heavy'), undefined)
  t.equal(io['io.stat'].format.write('254:0 rbytes=0'), undefined)
})
