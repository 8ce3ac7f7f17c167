import t from 'tap'
import { imageFiles } from '../../../src/machine/vm/paths.ts'
import { type TemplateSource, templateDigest } from '../../../src/machine/vm/template.ts'

const source: TemplateSource = {
  image: { ...imageFiles('/here'), content: 'c0ffee', built: '2026-01-01T00:00:00.000Z' },
  agent: Buffer.from('agent'),
  accelerator: 'tcg',
  qemu: '7.2.22',
}

t.test('a template is for one image, agent, accelerator and QEMU', async t => {
  const others: Partial<TemplateSource>[] = [
    { image: { ...source.image, content: 'decaf' } },
    { agent: Buffer.from('other') },
    { accelerator: 'kvm' },
    { qemu: '10.0.0' },
  ]
  const digests = [source, ...others.map(other => ({ ...source, ...other }))].map(templateDigest)
  t.equal(new Set(digests).size, digests.length)
})

t.test('where the image lies and when it was built is no matter', async t => {
  const elsewhere = { ...imageFiles('/there'), content: 'c0ffee', built: '2027-01-01T00:00:00.000Z' }
  t.equal(templateDigest({ ...source, image: elsewhere }), templateDigest(source))
})
