import { LanternIcon } from '../ui/icons.tsx'
import './first-use.css'

/** What a person sees before there is anything to search. */
export function FirstUse({ isAdding, onChoose }: { readonly isAdding: boolean; readonly onChoose: () => void }) {
  return (
    <section className="first-use">
      <LanternIcon className="first-use-lantern" />
      <h1 className="first-use-title">Nothing is indexed yet</h1>
      <p className="first-use-text">
        Choose a folder and Leantern finds things in it by meaning, all on this computer.
      </p>
      <div className="first-use-actions">
        <button type="button" className="button button-primary" disabled={isAdding} onClick={onChoose}>
          Choose a folder…
        </button>
        <span className="first-use-or">or drop a folder here</span>
      </div>
    </section>
  )
}
