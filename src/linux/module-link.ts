/** The kernel creates these in every network namespace when a module is loaded; they cannot be deleted. */
export const comesWithModule: ReadonlySet<string> = new Set(
  'tunl0 gre0 gretap0 erspan0 ip_vti0 ip6_vti0 sit0 ip6tnl0 ip6gre0'.split(' '),
)
