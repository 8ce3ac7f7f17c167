/** The kind of machine whose kernel and programs are made for the labs. */
const capable = 'vm'

/** What to do where a machine lacks something; undefined where it is that machine itself which lacks it. */
export const capableMachine = (name: string | undefined): string | undefined =>
  name === capable
    ? undefined
    : `Run the lab with --machine ${capable}, whose kernel and programs are made for the labs.`
