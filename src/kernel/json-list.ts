import { unreadable } from '../linux/unreadable.ts'

/** An object that a program such as ip(8) or tc(8) prints with `-j`. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The objects of a list in JSON; `form` names the text where it is not such a list. */
export function jsonList(text: string, form: string): JsonObject[] {
  const list = parsed(text, form)
  if (!Array.isArray(list)) throw unreadable(form, text)
  return list.map(each => jsonObject(each, form, text))
}

export function jsonObject(json: unknown, form: string, text: string): JsonObject {
  if (typeof json !== 'object' || json === null) throw unreadable(form, text)
  return json as JsonObject
}

/** Some keys of the objects that pass a test; of all of them where none does. */
export function quoteObjects(
  text: string,
  isMeant: (object: JsonObject) => boolean,
  keys: { readonly meant: readonly string[]; readonly others: readonly string[] },
): string {
  const all = JSON.parse(text) as JsonObject[]
  const meant = all.filter(isMeant)
  const shown =
    meant.length > 0 ? meant.map(each => pick(each, keys.meant)) : all.map(each => pick(each, keys.others))
  return JSON.stringify(shown.filter(each => Object.keys(each).length > 0))
}

const pick = (object: JsonObject, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)))

function parsed(text: string, form: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadable(form, text)
  }
}
