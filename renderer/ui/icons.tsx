import type { ReactNode } from 'react'

interface IconProps {
  readonly size?: number
  readonly className?: string
}

function Icon({ size = 20, className, children }: IconProps & { readonly children: ReactNode }) {
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  )
}

/** The glyph of the search field. */
export function SearchIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="8.75" cy="8.75" r="5.25" />
      <path d="m12.75 12.75 4 4" />
    </Icon>
  )
}

/** Three quarters of a ring; whoever uses it turns it. */
export function SpinnerIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M10 3.25A6.75 6.75 0 1 1 3.25 10" />
    </Icon>
  )
}

/** A day. */
export function CalendarIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="3.25" y="4.25" width="13.5" height="12.5" rx="2" />
      <path d="M3.5 8.25h13M7 2.75v3M13 2.75v3M7 12.25h2.5" />
    </Icon>
  )
}

/** A folder of the library. */
export function FolderIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M2.75 6c0-.97.78-1.75 1.75-1.75h2.9c.46 0 .9.18 1.23.51l1.24 1.24h5.63c.97 0 1.75.78 1.75 1.75v6.25c0 .97-.78 1.75-1.75 1.75h-11c-.97 0-1.75-.78-1.75-1.75Z" />
    </Icon>
  )
}

/** Something that needs the person. */
export function AlertIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 6.5v4.25M10 13.5v.01" />
    </Icon>
  )
}

/** Takes a message away. */
export function CloseIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m6 6 8 8M14 6l-8 8" />
    </Icon>
  )
}

/** One up. */
export function ArrowUpIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m5 12 5-5 5 5" />
    </Icon>
  )
}

/** One down. */
export function ArrowDownIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m5 8 5 5 5-5" />
    </Icon>
  )
}

/** Back to where one came from. */
export function BackIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m12 5-5 5 5 5" />
    </Icon>
  )
}

/** Settings. */
export function SettingsIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M3 6h8M15 6h2M3 14h2M9 14h8" />
      <circle cx="13" cy="6" r="2" />
      <circle cx="7" cy="14" r="2" />
    </Icon>
  )
}

/** Mail archives. */
export function MailIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="2.5" y="4.5" width="15" height="11" rx="1.75" />
      <path d="m3 6 7 5 7-5" />
    </Icon>
  )
}

/** A browser's history. */
export function HistoryIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M4.2 6.2A7 7 0 1 1 3 10" />
      <path d="M4 3v3.5h3.5M10 6.5V10l2.5 1.75" />
    </Icon>
  )
}

/** A search that is kept. */
export function StarIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m10 3.2 2.1 4.4 4.8.6-3.5 3.3.9 4.8-4.3-2.4-4.3 2.4.9-4.8-3.5-3.3 4.8-.6Z" />
    </Icon>
  )
}

/** All is well. */
export function DoneIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="10" cy="10" r="7" />
      <path d="m6.75 10.25 2.25 2.25 4.25-4.75" />
    </Icon>
  )
}

/** Work is held. */
export function PauseIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="10" cy="10" r="7" />
      <path d="M8 7.5v5M12 7.5v5" />
    </Icon>
  )
}

/** The lantern of first use; the flame is the accent. */
export function LanternIcon({ size = 56, className }: IconProps) {
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 56 56"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <circle className="lantern-glow" cx="28" cy="31" r="24" stroke="none" />
      <path d="M14 24C14 11 20 4.5 28 4.5S42 11 42 24" />
      <path d="M20.5 19.5c.8-5 3.2-8.5 7.5-8.5s6.7 3.5 7.5 8.5Z" />
      <path d="M20.5 19.5 17.5 44M35.5 19.5l3 24.5" />
      <path d="M14.5 44h27v4.5h-27Z" />
      <path
        className="lantern-flame"
        stroke="none"
        d="M28 24.5c.8 3.8 5.6 5.8 5.6 10.7a5.6 5.6 0 0 1-11.2 0c0-2.5 1.3-3.8 2.2-5.1.5 1.1 1.1 1.7 1.8 1.9-.2-2.5.4-5.2 1.6-7.5Z"
      />
    </svg>
  )
}
