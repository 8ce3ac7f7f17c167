// All that needs no VM, in one process. A single file runs alone as well: npx tap test/kernel/list.test.ts
import t from 'tap'
import { runFiles } from './runner/run-files.ts'

t.setTimeout(600_000)
runFiles(t, import.meta.dirname)
