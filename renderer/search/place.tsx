import { Fragment } from 'react'
import { isRightToLeft } from './keys.ts'
import { addressOf, placeOf, stepMark, type Placed } from './place-text.ts'
import './place.css'

interface PlaceProps {
  readonly placed: Placed
  readonly folders: readonly string[]
  /** Characters it may have before steps in its middle are left out. */
  readonly longest?: number
}

/**
 * Where a document is, step by step. Each step is written in its own direction; an address leads from left to right, a path as its first
 * step is written.
 */
export function Place({ placed, folders, longest }: PlaceProps) {
  const steps = placeOf(placed, folders, longest)
  const isReversed = addressOf(placed) === null && isRightToLeft(steps[0])
  return (
    <bdi className="place" dir={isReversed ? 'rtl' : 'ltr'}>
      <Steps steps={steps} />
    </bdi>
  )
}

/** Names one inside the other, outermost first, each in its own direction. */
export function Steps({ steps }: { readonly steps: readonly string[] }) {
  return steps.map((step, i) => (
    // Two steps may be called the same; their order never changes.
    <Fragment key={i}>
      {i > 0 && stepMark}
      <bdi>{step}</bdi>
    </Fragment>
  ))
}
