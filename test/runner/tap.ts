import { testFor } from './run-share.ts'

// Evaluated once for each test file: the query names it.
export default testFor(new URL(import.meta.url).searchParams.get('for') ?? '')
