/** systemd mounts these at a login or the start of a unit. */
export const isSystems = (point: string): boolean => /^\/run\/(user|credentials)\//.test(point)
