import { useEffect, useState } from 'react'
import type { Consent, FoundSource, OptInSource } from '../../core/types.ts'
import type { WindowApi } from '../../electron/contract.ts'
import { consentText, saidText } from '../i18n/engine-texts.ts'
import { t } from '../i18n/i18n.ts'
import { HistoryIcon, MailIcon } from '../ui/icons.tsx'
import { bytesText } from '../ui/number-text.ts'
import { Problem } from '../ui/problem.tsx'
import { useAsked } from '../ui/use-asked.ts'
import { useAsking } from '../ui/use-asking.ts'
import { RightsButtons } from './rights-buttons.tsx'
import './consent-cards.css'

/** What the index of a source takes at most, as a part of its bytes: as measured on text, where mail and history have more than that. */
const largestShare = 0.15

/**
 * Mail and browsers' histories of this machine, each behind a card that says what would be read, kept and left out. All of them are
 * off until the person turns one on.
 */
export function ConsentCards({ api, about }: { readonly api: WindowApi; readonly about: unknown }) {
  const { value: found, again } = useAsked(api, 'foundSources', about)
  const sources: readonly OptInSource[] = ['mail', 'history']
  return sources.map((source) => {
    const places = (found ?? []).filter((one) => one.source === source)
    return places.length === 0 ? null : (
      <ConsentCard key={source} api={api} source={source} places={places} onChanged={again} />
    )
  })
}

interface ConsentCardProps {
  readonly api: WindowApi
  readonly source: OptInSource
  readonly places: readonly FoundSource[]
  onChanged(): void
}

function ConsentCard({ api, source, places, onChanged }: ConsentCardProps) {
  const consent = useConsent(api, source)
  const { settle, isAsking, message } = useAsking()
  async function turn(place: FoundSource, isOn: boolean): Promise<void> {
    const { path } = place
    if (isOn) await settle(api.ask('optIn', { source, path }))
    else await settle(api.ask('removeFolder', { path }))
    onChanged()
  }
  const name = source === 'mail' ? t('consent.mail') : t('consent.history')
  const Icon = source === 'mail' ? MailIcon : HistoryIcon
  return (
    <section className="consent" aria-label={name}>
      <Icon size={20} className="consent-icon" />
      <div className="consent-words">
        <h2>{name}</h2>
        {consent !== null && <ConsentFacts consent={consent} />}
        <ul className="consent-places">
          {places.map((place) => (
            <PlaceLine
              key={place.path}
              api={api}
              place={place}
              isOff={isAsking || consent === null}
              onTurn={(isOn) => void turn(place, isOn)}
              onRetry={onChanged}
            />
          ))}
        </ul>
        <Problem message={message} />
      </div>
    </section>
  )
}

function ConsentFacts({ consent }: { readonly consent: Consent }) {
  const facts = [
    [t('consent.reads'), consentText(consent, 'reads')],
    [t('consent.keeps'), consentText(consent, 'keeps')],
    [t('consent.leavesOut'), consentText(consent, 'leavesOut')],
    [t('consent.erase'), consentText(consent, 'erase')],
  ] as const
  return (
    <dl className="consent-facts">
      {facts.map(([name, words]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd dir="auto">{words}</dd>
        </div>
      ))}
    </dl>
  )
}

interface PlaceLineProps {
  readonly api: WindowApi
  readonly place: FoundSource
  readonly isOff: boolean
  onTurn(isOn: boolean): void
  onRetry(): void
}

function PlaceLine({ api, place, isOff, onTurn, onRetry }: PlaceLineProps) {
  const { program, name, path, bytes, isMore, isAdded, refusedSaid } = place
  const size = isMore ? t('welcome.more', { size: bytesText(bytes) }) : bytesText(bytes)
  return (
    <li>
      <label className="consent-place" title={path}>
        <span className="consent-place-words">
          <bdi className="consent-place-name">{`${program} · ${name}`}</bdi>
          <bdi className="consent-place-path">{path}</bdi>
          <span className="consent-place-size">
            {refusedSaid === null
              ? t('consent.size', { size, index: bytesText(bytes * largestShare) })
              : saidText(refusedSaid)}
          </span>
        </span>
        <input
          className="switch"
          type="checkbox"
          role="switch"
          checked={isAdded}
          disabled={isOff || refusedSaid !== null}
          onChange={(event) => onTurn(event.currentTarget.checked)}
        />
      </label>
      {refusedSaid !== null && <RightsButtons api={api} onRetry={onRetry} />}
    </li>
  )
}

function useConsent(api: WindowApi, source: OptInSource): Consent | null {
  const [consent, setConsent] = useState<Consent | null>(null)
  useEffect(() => {
    let isWanted = true
    const ask = async (): Promise<void> => {
      const reply = await api.ask('consent', { source })
      if (isWanted && reply.ok) setConsent(reply.value)
    }
    void ask()
    return () => {
      isWanted = false
    }
  }, [api, source])
  return consent
}
