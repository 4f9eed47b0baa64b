import type { Saying, SayingValue } from '../types.ts'
import { fill, type SentenceText, type Writer } from './fill.ts'

type Slots<Text> = Text extends `${string}{${infer Slot}}${infer Rest}` ? Slot | Slots<Rest> : never
type Forms<Text> = Text extends string ? Text : Text[keyof Text]
type NameOf<Slot> = Slot extends `${infer Name}:n` ? Name : Slot
type ValueOf<Slot> = Slot extends `${string}:n` ? number : SayingValue

/** The values that a sentence wants, by name. */
export type ParamsOf<Text> = { readonly [Slot in Slots<Forms<Text>> & string as NameOf<Slot> & string]: ValueOf<Slot> }

/** English as core writes it: '1 March 2024', '1,000', 'a, b and c'. */
const english: Writer = { locale: 'en-GB', isRightToLeft: false, say: ({ text }) => text }

/** What says the sentences of one table: by code, with the values that the sentence has places for. */
export function sayer<Table extends Readonly<Record<string, SentenceText>>>(table: Table) {
  return <Code extends keyof Table & string>(
    code: Code,
    ...[params]: keyof ParamsOf<Table[Code]> extends never ? [] : [params: ParamsOf<Table[Code]>]
  ): Saying => {
    // Where a sentence has no places, nothing is given.
    const values: Saying['params'] = params ?? {}
    return { code, params: values, text: fill(table[code], values, english) }
  }
}
