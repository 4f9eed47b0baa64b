/** Lists by their names. */
type Lists = Readonly<Record<string, Uint32Array | Uint8Array>>

/**
 * Copies of `lists`, one after the other in one piece of memory, in their order: a text has ten, and to hand each over to another thread
 * for itself takes 66 µs of the processor on both sides together instead of 34.
 */
export function inOnePiece<Some extends Lists>(lists: Some): Some {
  const names = Object.keys(lists)
  const memory = new ArrayBuffer(names.reduce((sum, name) => sum + roomOf(lists[name]), 0))
  const copies: Record<string, Uint32Array | Uint8Array> = {}
  let at = 0
  for (const name of names) {
    const list = lists[name]
    const copy =
      list instanceof Uint32Array ? new Uint32Array(memory, at, list.length) : new Uint8Array(memory, at, list.length)
    copy.set(list)
    copies[name] = copy
    at += roomOf(list)
  }
  // The same names, each with a list of its kind.
  return copies as Some
}

/** Bytes, so that a list of numbers may follow. */
function roomOf({ byteLength }: Uint32Array | Uint8Array): number {
  return Math.ceil(byteLength / 4) * 4
}
