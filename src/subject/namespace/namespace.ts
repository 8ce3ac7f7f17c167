import { isNamespaceName, namespaceNames } from '../../kernel/namespace.ts'
import type { SubjectDefinition } from '../definition.ts'
import { ofProcess, type Selector } from '../selector.ts'
import type { ValueForm } from '../value-form.ts'
import { facts, presence } from './facts.ts'

interface Namespace {
  /** A file that keeps it, or its kind. */
  readonly which: string
  /** The process that sees the file, or whose namespace it is; absent: the machine. */
  readonly of?: Selector
}

const form: ValueForm<string> = {
  pattern: new RegExp(`^(?:${namespaceNames.join('|')}|/(?!(?:.*/)?\\.\\.(?:/|$))[^\\0]+)$`),
  expected: `a kind (${namespaceNames.join(', ')}), or the path of a file that begins with \`/\` and has no \`..\``,
}

/** The namespace that `/proc/{pid}{path}` stands for: `{name}` is its kind or its file. */
export const namespace: SubjectDefinition<Namespace, string> = {
  form: {
    means:
      'A namespace: by a file that keeps it (`/run/netns/blue`), or by its kind, of the machine or with `of` of that process.',
    examples: ['namespace: /run/ns/box', 'exists: true', 'identity: {uts: {same-as: box}}'],
    noun: 'a namespace',
    value: form,
    of: 'process',
  },
  make: (which, of) => ({ which, ...(of && { of }) }),
  key: ({ which, of }) => `namespace ${which}${ofProcess(of)}`,
  binding: ({ which, of }) => ({
    process: of ?? 'machine',
    path: isNamespaceName(which) ? `/ns/${which}` : `/root${which}`,
    name: which,
  }),
  outsideEffects: ({ which, of }) =>
    of || isNamespaceName(which) ? [] : [{ namespace: 'mount', command: keepsNamespace, names: [which] }],
  presence,
  facts,
}

/** A namespace is kept by a bind mount of its file, which unshare(1) and ip-netns(8) make as well. */
const keepsNamespace = /\bu?mount\s|\bunshare\s.*=|\bip\s+netns\s/
