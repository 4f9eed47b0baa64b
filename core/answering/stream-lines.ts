import { AppError } from '../errors.ts'
import { say } from '../sayings/say.ts'

/** A line of a stream may have this many characters. */
const longestLine = 1_000_000

/** The lines of a body as they come, without their ends; what is after the last end is a line too. */
export async function* linesOf({ body }: Response): AsyncGenerator<string> {
  if (body === null) return
  let rest = ''
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/u)
    rest = lines.pop() ?? ''
    if (rest.length > longestLine) throw new AppError('failed', say('answer.line'))
    yield* lines
  }
  if (rest !== '') yield rest
}
