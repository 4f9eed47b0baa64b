import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const text = z.string().trim().min(1)

const questionListSchema = z.strictObject({
  questions: z.array(z.strictObject({ folder: text, question: text, expected: z.array(text).min(1) })),
  absurd: z.array(text),
})

/** Questions of our own about public texts; `absurd` ones have no answer in them. */
export type QuestionList = Readonly<z.infer<typeof questionListSchema>>

/** A question, the folder that answers it and fragments of the paths, relative to that folder, that count as found. */
export type Question = QuestionList['questions'][number]

/** Reads questions.json. @throws ZodError when the file has another shape: a mistake of ours */
export async function readQuestionList(): Promise<QuestionList> {
  return questionListSchema.parse(JSON.parse(await readFile(new URL('questions.json', import.meta.url), 'utf8')))
}

/**
 * Whether `path`, relative to the folder that holds all folders and with `/` between its parts, answers the question.
 * A fragment may stand anywhere in a path of the question's folder; one that starts with `/` must start it, and one
 * that starts with `../` starts a path of another folder.
 */
export function isExpected({ folder, expected }: Question, path: string): boolean {
  const inside = path.startsWith(`${folder}/`) ? path.slice(folder.length) : ''
  return expected.some((fragment) => {
    if (fragment.startsWith('../')) return path.startsWith(fragment.slice('../'.length))
    return fragment.startsWith('/') ? inside.startsWith(fragment) : inside.includes(fragment)
  })
}
