import t from 'tap'
import { runShare } from '../runner/run-share.ts'

runShare(t, import.meta.filename)
