/** A course as `course.yaml` in its folder describes it. The format: docs/lab-format.md. */
export interface Course {
  readonly title: string
  readonly about: string
  /** In the order in which a learner goes through them. */
  readonly topics: readonly CourseTopic[]
  /** What the course sets out to confirm or correct. */
  readonly claims: readonly Claim[]
}

/** Labs about one thing: those in one folder. */
export interface CourseTopic {
  /** The path of its folder, without the digits that could order it. */
  readonly id: string
  readonly title: string
  readonly about: string
  /** IDs of the topics that it builds on; they come before it. */
  readonly after: readonly string[]
  /** IDs of its labs, such as `namespace/pid`. */
  readonly labs: readonly string[]
}

/** What somebody says of containers. */
export interface Claim {
  readonly id: string
  readonly text: string
  /** No lab of the course can settle it: it is about a container engine, or about history. */
  readonly isBeyond: boolean
}

/** The topic of a lab by its ID: empty for one that is in none. */
export const topicOf = (lab: string): string => lab.split('/').slice(0, -1).join('/')
