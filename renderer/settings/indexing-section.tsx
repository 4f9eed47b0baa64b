import type { ReadingRules } from '../../core/types.ts'
import type { AppPace, AppSettings, WindowApi } from '../../electron/contract.ts'
import { saidText } from '../i18n/engine-texts.ts'
import { t, type TextKey } from '../i18n/i18n.ts'
import { dateTimeText } from '../ui/number-text.ts'
import { Problem } from '../ui/problem.tsx'
import { useAsked } from '../ui/use-asked.ts'
import { useAsking, type Asking } from '../ui/use-asking.ts'
import { ButtonSetting } from './button-setting.tsx'
import { Setting, SwitchSetting, TextSetting } from './controls.tsx'
import { PathList } from './path-list.tsx'
import './indexing-section.css'

interface IndexingSectionProps {
  readonly api: WindowApi
  readonly settings: AppSettings
  readonly pace: AppPace
  change(wanted: Partial<AppSettings>): void
}

const hourMs = 3_600_000

/** As tesseract writes two. */
const exampleLanguages = 'eng+deu'

/** When indexing goes on and how fast, and what of the files is read. */
export function IndexingSection({ api, settings, pace, change }: IndexingSectionProps) {
  const asking = useAsking()
  return (
    <>
      <PauseSetting api={api} pace={pace} asking={asking} />
      <SwitchSetting
        label={t('settings.slowOnBattery')}
        note={t('settings.slowOnBatteryNote')}
        isOn={settings.slowOnBattery}
        onChange={(slowOnBattery) => change({ slowOnBattery })}
      />
      <Reading api={api} asking={asking} />
      <Problem message={asking.message} />
    </>
  )
}

interface PartProps {
  readonly api: WindowApi
  readonly asking: Asking
}

function PauseSetting({ api, pace, asking }: PartProps & { readonly pace: AppPace }) {
  const pause = (untilMs: number | null): void => void asking.settle(api.ask('pause', { untilMs }))
  const isPaused = pace.kind === 'paused'
  return (
    <Setting
      label={t('settings.pause')}
      note={isPaused ? t('card.paused', { time: dateTimeText(pace.untilMs) }) : t('settings.pauseNote')}
      renderControl={({ id }) => (
        <span className="setting-buttons" id={id} role="group" aria-label={t('settings.pause')}>
          {isPaused ? (
            <button type="button" className="button" onClick={() => pause(null)}>
              {t('card.resume')}
            </button>
          ) : (
            <>
              <button type="button" className="button" onClick={() => pause(Date.now() + hourMs)}>
                {t('settings.pauseHour')}
              </button>
              <button type="button" className="button" onClick={() => pause(tomorrowMs(new Date()))}>
                {t('settings.pauseDay')}
              </button>
            </>
          )}
        </span>
      )}
    />
  )
}

/** Eight o'clock tomorrow morning, as the tray has it. */
function tomorrowMs(now: Date): number {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8).getTime()
}

const sizes: readonly (readonly [keyof ReadingRules['largestMB'], TextKey])[] = [
  ['text', 'reading.largestText'],
  ['markup', 'reading.largestMarkup'],
  ['document', 'reading.largestDocument'],
]

function Reading({ api, asking }: PartProps) {
  const { value: reading, again } = useAsked(api, 'reading')
  async function change(wanted: Partial<ReadingRules>): Promise<void> {
    await asking.settle(api.ask('setReading', wanted))
    again()
  }
  if (reading === null) return null
  const { ocr, largestMB, savedPages } = reading
  return (
    <>
      <h2 className="page-heading">{t('reading.title')}</h2>
      <SwitchSetting
        label={t('reading.ocr')}
        note={t('reading.ocrNote')}
        isOn={ocr.isOn}
        onChange={(isOn) => void change({ ocr: { ...ocr, isOn } })}
      />
      {ocr.isOn && (
        <>
          <OcrProblem key={ocr.languages} api={api} />
          <TextSetting
            label={t('reading.ocrLanguages')}
            note={t('reading.ocrLanguagesNote')}
            value={ocr.languages}
            placeholder={exampleLanguages}
            onChange={(languages) => void change({ ocr: { ...ocr, languages } })}
          />
        </>
      )}
      {sizes.map(([kind, label]) => (
        <SizeSetting
          key={kind}
          label={t(label)}
          megabytes={largestMB[kind]}
          onChange={(megabytes) => void change({ largestMB: { ...largestMB, [kind]: megabytes } })}
        />
      ))}
      <SavedPages
        api={api}
        asking={asking}
        paths={savedPages}
        onChange={(paths) => void change({ savedPages: paths })}
      />
    </>
  )
}

/** Why no picture can be read, though that is wanted. */
function OcrProblem({ api }: Pick<PartProps, 'api'>) {
  const { value: problem } = useAsked(api, 'ocrProblem')
  return <Problem message={saidText(problem)} />
}

/** As the library takes it. */
const mostMegabytes = 2_000

interface SizeSettingProps {
  readonly label: string
  readonly megabytes: number
  onChange(megabytes: number): void
}

/** The largest file that is read. A number that is none is put back, one that is too large becomes the largest. */
function SizeSetting({ label, megabytes, onChange }: SizeSettingProps) {
  return (
    <Setting
      label={label}
      renderControl={({ id }) => (
        <span className="setting-size">
          <input
            key={megabytes}
            id={id}
            className="text-field"
            type="number"
            min={1}
            max={mostMegabytes}
            defaultValue={megabytes}
            onBlur={({ currentTarget }) => {
              const value = Math.min(currentTarget.valueAsNumber, mostMegabytes)
              currentTarget.value = String(value > 0 ? value : megabytes)
              if (value > 0 && value !== megabytes) onChange(value)
            }}
            onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.blur()}
          />
          {t('reading.megabytes')}
        </span>
      )}
    />
  )
}

interface SavedPagesProps extends PartProps {
  readonly paths: readonly string[]
  onChange(paths: readonly string[]): void
}

/** Folders with pages that were saved as files: their texts go to those pages of the history. */
function SavedPages({ api, asking, paths, onChange }: SavedPagesProps) {
  async function add(): Promise<void> {
    const chosen = await asking.settle(api.ask('choosePath', { kind: 'folder' }))
    if (chosen !== null && !paths.includes(chosen)) onChange([...paths, chosen])
  }
  return (
    <>
      <ButtonSetting
        label={t('reading.savedPages')}
        note={t('reading.savedPagesNote')}
        isOff={asking.isAsking}
        buttons={[{ words: t('why.choose'), press: () => void add() }]}
      />
      <PathList
        label={t('reading.savedPages')}
        paths={paths}
        removeText={t('sources.remove')}
        removeLabel={(path) => t('reading.forgetPages', { path })}
        onRemove={(path) => onChange(paths.filter((one) => one !== path))}
      />
    </>
  )
}
