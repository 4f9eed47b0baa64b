/*
 * Values as text, for both ends of the stand-in: Node and the page. JSON with tags for what structured clone keeps and
 * JSON does not. The page gets these functions as source text, so each must stand alone: no imports, no outer names.
 */

/** How a value that only one place knows (a function, a File) goes over: a tag and data that is plain JSON. */
export type Special = readonly [tag: string, data: unknown]

/** Encodes undefined, NaN, bigint, Date, Map, Set, bytes and Error as well. @throws Error for what cannot be cloned */
export function encodeValue(value: unknown, special: (value: unknown) => Special | null = () => null): string {
  const tagged = (tag: string, data?: unknown) => ({ $: tag, data })
  const parents = new Set<object>()

  function encode(value: unknown): unknown {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (value === undefined) return tagged('undefined')
    if (typeof value === 'number') return Number.isFinite(value) ? value : tagged('number', String(value))
    if (typeof value === 'bigint') return tagged('bigint', String(value))
    const own = special(value)
    if (own !== null) return tagged(own[0], own[1])
    if (typeof value !== 'object') throw new Error('An object could not be cloned.')
    if (parents.has(value)) throw new Error('An object that holds itself could not be cloned.')
    parents.add(value)
    const encoded = encodeObject(value)
    parents.delete(value)
    return encoded
  }

  function encodeObject(value: object): unknown {
    if (Array.isArray(value)) return encodeList(value)
    if (value instanceof Date) return tagged('date', value.getTime())
    if (value instanceof Map)
      return tagged(
        'map',
        [...value].map(([key, entry]) => [encode(key), encode(entry)]),
      )
    if (value instanceof Set) return tagged('set', [...value].map(encode))
    if (value instanceof Error) return tagged('error', [value.name, value.message])
    if (value instanceof ArrayBuffer) return tagged('buffer', base64(new Uint8Array(value)))
    if (value instanceof Uint8Array) return tagged('bytes', base64(value))
    if (ArrayBuffer.isView(value)) throw new Error('Of the typed arrays the stand-in carries Uint8Array only.')
    if ('$' in value)
      return tagged(
        'object',
        Object.entries(value).map(([key, entry]) => [key, encode(entry)]),
      )
    return encodeFields(value as Record<string, unknown>)
  }

  // What is JSON as it stands, which most answers are, is not copied.
  function encodeList(list: readonly unknown[]): unknown {
    let copy: unknown[] | null = null
    for (let i = 0; i < list.length; i++) {
      const encoded = encode(list[i])
      if (copy === null && encoded !== list[i]) copy = list.slice(0, i)
      copy?.push(encoded)
    }
    return copy ?? list
  }

  function encodeFields(fields: Record<string, unknown>): unknown {
    const keys = Object.keys(fields)
    const encoded = keys.map((key) => encode(fields[key]))
    const isPlain = Object.getPrototypeOf(fields) === Object.prototype
    if (isPlain && keys.every((key, i) => encoded[i] === fields[key])) return fields
    return Object.fromEntries(keys.map((key, i) => [key, encoded[i]]))
  }

  function base64(bytes: Uint8Array): string {
    let text = ''
    for (const byte of bytes) text += String.fromCharCode(byte)
    return btoa(text)
  }

  return JSON.stringify(encode(value))
}

/** Undoes encodeValue; `revive` makes what a special tag stands for. */
export function decodeValue(text: string, revive: (tag: string, data: unknown) => unknown = () => undefined): unknown {
  function decode(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(decode)
    if (typeof value !== 'object' || value === null) return value
    if (!('$' in value)) return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, decode(entry)]))
    const { $: tag, data } = value as { $: string; data?: unknown } // written by encodeValue's `tagged`
    return decodeTagged(tag, data)
  }

  function decodeTagged(tag: string, data: unknown): unknown {
    const list = (Array.isArray(data) ? data : []) as unknown[]
    if (tag === 'undefined') return undefined
    if (tag === 'number') return Number(data)
    if (tag === 'bigint') return BigInt(String(data))
    if (tag === 'date') return new Date(Number(data))
    if (tag === 'map') return new Map(list.map((pair) => decode(pair) as [unknown, unknown]))
    if (tag === 'set') return new Set(list.map(decode))
    if (tag === 'error') return Object.assign(new Error(String(list[1])), { name: String(list[0]) })
    if (tag === 'bytes') return bytes(String(data))
    if (tag === 'buffer') return bytes(String(data)).buffer
    if (tag === 'object') return Object.fromEntries(list.map((pair) => decode(pair) as [string, unknown]))
    return revive(tag, data)
  }

  function bytes(base64: string): Uint8Array {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  }

  const value: unknown = JSON.parse(text)
  // In a string the quotation mark would be escaped: nothing here has a tag.
  return text.includes('"$":') ? decode(value) : value
}
