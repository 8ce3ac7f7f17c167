import * as z from 'zod'
import { text, texts } from '../shape/leaf.ts'

// What a course file is made of, as `shape/shape.ts` says it of a lab.

const byHand = z.unknown()

export const courseShape = z.strictObject({
  title: text.meta({
    description: 'What the course is about.',
    examples: ['What a container is made of'],
  }),
  about: text.optional().meta({ description: 'An introductory paragraph.' }),
  topics: byHand.meta({ description: 'The topics, in the order in which a learner goes through them.' }),
  claims: byHand.optional().meta({
    description: 'What the course confirms or corrects, by the names that labs use in `claims`.',
    examples: [{ N6: 'Each container can have a host name of its own.' }],
  }),
  beyond: texts.optional().meta({
    description:
      'Those of the claims that no lab of the course can settle, such as those about a container engine.',
    examples: [['E1']],
  }),
})

export const topicShape = z.strictObject({
  id: text.meta({
    description: 'The folder with its labs, without digits in front.',
    examples: ['namespace'],
  }),
  title: text.meta({
    description: 'What the list of labs calls it.',
    examples: ['Namespaces: what a process can see'],
  }),
  about: text.optional().meta({ description: 'An introductory paragraph.' }),
  after: texts.optional().meta({
    description: 'Topics that it builds on, which must come before it.',
    examples: [['process']],
  }),
  labs: texts.optional().meta({
    description:
      'The labs, in the order in which a learner does them: their files without `.yaml` and without digits in front. A lab that is not listed comes after those that are.',
    examples: [['pid', 'mount', 'uts']],
  }),
})
