/* What the app itself refuses. */
import type { app } from './english-app.ts'
import type { Translated } from './translated.ts'

export const germanApp: Translated<typeof app> = {
  'app.answerStopped': 'Die Antwort wurde angehalten.',
  'app.noModel': 'Erwartet wurde der Name eines Sprachmodells. Wählen Sie eines in den Einstellungen unter Suche.',
  'app.modelOnServer': '{name} läuft auf einem Server: Auf diesem Rechner ist nichts zu wählen.',
  'app.gone': '{path} ist nicht mehr da.',
  'app.notOpened': '{path} ließ sich nicht öffnen: {reason}',
  'app.noProgram': '{path} ließ sich nicht öffnen: hier gibt es kein {command}',
  'app.noOpener':
    '{path} ließ sich nicht öffnen: Diesem System fehlt {command}, das zu einer Datei das Programm findet. Es steckt im Paket xdg-utils.',
  'app.nothingOpens':
    '{path} ließ sich nicht öffnen: Das System hat kein Programm dafür, oder es ist nicht gestartet. Legen Sie in der Dateiverwaltung unter „Öffnen mit“ eines fest.',
  'app.notHere': 'Das ist von hier aus nicht möglich. Starten Sie mit: npm start -- ORDNER',
  'app.noPath': 'Dieses Fenster sieht nicht, wo ein hineingezogener Ordner liegt. Starten Sie mit: npm start -- ORDNER',
  'app.relativePath': 'Erwartet wurde der vollständige Pfad eines Ordners, nicht „{path}“',
  'app.largeSettings': 'Erwartet wurde eine kleine Datei mit Einstellungen, nicht {path} mit {bytes:n} Byte.',
  'app.notSettings': 'Erwartet wurde eine Datei mit Einstellungen, die Leantern gesichert hat.',
  'app.wrongSetting':
    'Diese Datei lässt sich nicht laden: {value} ist kein Wert, den die Einstellung {key} haben kann. Nichts wurde geändert.',
  'app.noAddress': 'Erwartet wurde die Adresse eines Servers wie http://127.0.0.1:11434, nicht „{address}“.',
  'app.engineStopped':
    'Die Suchmaschine ist unerwartet stehen geblieben. Versuchen Sie es noch einmal oder starten Sie Leantern neu.',
  'app.closing': 'Leantern wird beendet.',
  'app.notCompared': '{path} lässt sich nicht vergleichen: {reason}',
  'app.nothingToCompare':
    'Erwartet wurde ein Dokument mit Text, mit dem andere verglichen werden, nicht {path}, das keinen eigenen hat.',
  'app.textGone': 'Der Text von {path} lässt sich nicht mehr lesen, darum lässt sich nichts damit vergleichen.',
  'app.notOfLibrary': 'Erwartet wurde ein Dokument der Bibliothek, nicht {path}',
  'app.noRightsPage': 'Dieses System hat keine Seite dafür: Ändern Sie die Berechtigungen des Ordners selbst.',
  'app.isProgram': '{path} ist ein Programm: es wird in seinem Ordner gezeigt und nicht ausgeführt.',
  'app.isProgramInside': '{name} ist ein Programm und wird nicht ausgeführt. Es steckt in {path}.',
  'app.notCopied': 'Von {name} ließ sich keine Kopie zum Öffnen anlegen: {reason}',
  'app.isPage': '{address} ist eine Seite im Web: sie öffnet sich im Browser, eine Datei davon gibt es nicht.',
  'app.locked': 'Leantern ist gesperrt.',
  'lock.short': 'Erwartet wurde eine Passphrase mit mindestens {least:n} Zeichen.',
  'lock.cannotAsk': 'Dieser Rechner kann nicht nach Ihnen fragen. Nehmen Sie die Passphrase.',
  'lock.refused': 'Das System hat Sie nicht eingelassen. Versuchen Sie es noch einmal oder nehmen Sie die Passphrase.',
  'lock.tries': 'Zu viele Versuche. Warten Sie {seconds:n} s.',
  'lock.wrong': 'Das ist nicht die Passphrase.',
  'app.changingModel': 'Die Bibliothek bekommt schon ein anderes Modell.',
  'picture.failed': 'Diese Seite lässt sich nicht zeigen: {reason}',
  'picture.slow': 'es dauert zu lange',
  'picture.none': 'Von {path} gibt es nichts zu sehen als seinen Text.',
  'shortcut.taken': '{keys} gehört einem anderen Programm. Wählen Sie eine andere Kombination.',
  'shortcut.none': 'Erwartet wurde eine Tastenkombination wie Alt+Leertaste, nicht „{keys}“.',
  'search.replaced': 'Eine neuere Suche trat an ihre Stelle.',
}
