import { app } from 'electron'
import { linkScheme, queryOfLink, readLaunch, type Launch } from './launch.ts'

export interface SystemActions {
  /** Shows the window with a query, and adds folders that were named on a command line. */
  open(launch: Pick<Launch, 'folders' | 'search'>): void
  /** Paths were dropped: the window asks whether to index them. */
  show(what?: { readonly query?: string | null; readonly paths?: readonly string[] }): void
  toggle(): void
}

/** A second start, a click on the dock's icon, a folder dropped on it, a link of ours in another program. */
export function followSystem({ open, show, toggle }: SystemActions): void {
  function follow(launch: Launch): void {
    if (launch.toggle) toggle()
    else if (!launch.hidden) open(launch)
  }
  app.on('second-instance', (_event, _argv, _folder, sent) => {
    const other = readLaunch(sent)
    if (other !== null) follow(other)
  })
  app.on('activate', () => show())
  app.on('open-file', (event, path) => {
    event.preventDefault()
    show({ paths: [path] })
  })
  app.setAsDefaultProtocolClient(linkScheme)
  app.on('open-url', (event, url) => {
    event.preventDefault()
    show({ query: queryOfLink(url) })
  })
}
