/* What a library refuses, what is wrong with it, and what becomes of a file. */
import type { library } from '../../../core/sayings/library.ts'
import type { Translated } from './translated.ts'

export const germanLibrary: Translated<typeof library> = {
  'root.notThere': 'Es gibt keinen Ordner {path}. Prüfen Sie den Pfad.',
  'root.file':
    'Erwartet wurde ein Ordner oder eine Datei, die gelesen werden kann, nicht die Datei {path}. Fügen Sie ihren Ordner hinzu: {folder}',
  'root.noRight':
    'Der Ordner {path} lässt sich nicht lesen ({reason}). Geben Sie Leantern das Recht dazu und fügen Sie ihn dann noch einmal hinzu.',
  'root.unreadable': 'Der Ordner {path} lässt sich nicht lesen: {reason}',
  'root.disk':
    '{path} ist eine ganze Festplatte. Fügen Sie stattdessen die Ordner mit Ihren Dokumenten hinzu, etwa Dokumente oder Schreibtisch.',
  'root.home':
    '{path} ist Ihr ganzer persönlicher Ordner. Fügen Sie stattdessen die Ordner mit Ihren Dokumenten hinzu, etwa Dokumente oder Schreibtisch.',
  'root.aboveHome':
    '{path} enthält Ihren ganzen persönlichen Ordner. Fügen Sie stattdessen die Ordner mit Ihren Dokumenten hinzu, etwa Dokumente oder Schreibtisch.',
  'root.system':
    '{path} enthält Dateien des Systems und der Programme. Fügen Sie stattdessen die Ordner mit Ihren Dokumenten hinzu, etwa Dokumente oder Schreibtisch.',
  'root.folderGone':
    'Der Ordner {path} ist nicht da. Schließen Sie seinen Datenträger an oder entfernen Sie den Ordner aus der Bibliothek.',
  'root.fileGone':
    'Die Datei {path} ist nicht da. Schließen Sie ihren Datenträger an oder entfernen Sie die Datei aus der Bibliothek.',
  'root.fileUnreadable': 'Die Datei {path} lässt sich nicht lesen: {reason}',
  'root.unplugged':
    'Der Datenträger von {path} ist nicht da. Schließen Sie ihn wieder an oder entfernen Sie den Ordner aus der Bibliothek.',
  'root.unwatchedLinux':
    '{path} hat mehr Ordner, als das System beobachten lässt. Änderungen darin werden alle {minutes:n} min gefunden. Damit es sofort geschieht, heben Sie die Grenze an: sudo sysctl fs.inotify.max_user_watches=524288',
  'root.unwatched':
    '{path} hat mehr Ordner, als das System beobachten lässt. Änderungen darin werden alle {minutes:n} min gefunden. Damit es sofort geschieht, schließen Sie Programme, die viele Ordner beobachten.',
  'found.fullDiskAccess':
    'macOS verlangt zuerst den vollen Festplattenzugriff: Systemeinstellungen > Datenschutz & Sicherheit > Festplattenvollzugriff > Leantern.',
  'found.noRight':
    'Sie haben kein Recht, es zu lesen: Ändern Sie die Berechtigungen oder starten Sie Leantern als die Person, der es gehört.',
  'verdict.missing': 'Unter {path} ist nichts.',
  'verdict.missingKept':
    'Unter {path} ist nichts. Die Bibliothek hat noch, was da war; es geht beim nächsten Mal, außer sein Datenträger ist nur nicht angeschlossen.',
  'verdict.ownFolder': 'Es liegt in Leanterns eigenem Ordner, der nie gelesen wird.',
  'verdict.excluded': 'Sie haben {path} ausgeschlossen. Nehmen Sie es wieder auf, damit es gelesen wird.',
  'verdict.onlyParts':
    'Davon ist nur {folders} in der Bibliothek. Um alles hinzuzufügen, ziehen Sie {path} auf das Fenster.',
  'verdict.notAdded':
    'Es liegt in keinem Ordner der Bibliothek. Um es hinzuzufügen, ziehen Sie es oder seinen Ordner auf das Fenster.',
  'verdict.forgotten':
    'Sie haben der Bibliothek gesagt, {path} zu vergessen. Nehmen Sie das zurück, damit es wieder gelesen wird.',
  'verdict.forgottenByFacts':
    'Sie haben der Bibliothek gesagt, es zu vergessen, nach Datum, Absender, Website oder Quelle.',
  'verdict.waiting':
    'Es wartet darauf, gelesen zu werden, als Nummer {place:n} von {total:n}. Um es jetzt zu lesen, drücken Sie „Erneut prüfen“.',
  'verdict.partly': 'Bisher wurde nur ein Teil davon gelesen. Um weiterzumachen, drücken Sie „Erneut prüfen“.',
  'verdict.notReadable': 'Es ließ sich nicht lesen: {reason}',
  'verdict.changed':
    'Es wurde eingelesen und hat sich seither geändert. Um es noch einmal zu lesen, drücken Sie „Erneut prüfen“.',
  'verdict.changedWaiting': 'Es wurde eingelesen und hat sich seither geändert. {waits}',
  'verdict.leftOut':
    'Eine Regel lässt es weg: {rule}. Eine Zeile „!…“ in einer .leanternignore holt herein, was die Vorgaben weglassen.',
  'verdict.folderLeftOut':
    'Den Ordner {path} lässt eine Regel weg: {rule}. Eine Zeile „!…“ in einer .leanternignore holt herein, was die Vorgaben weglassen.',
  'verdict.leftOutFirmly': 'Eine Regel lässt es weg: {rule}. Das holt nichts herein.',
  'verdict.folderLeftOutFirmly': 'Den Ordner {path} lässt eine Regel weg: {rule}. Das holt nichts herein.',
  'verdict.folderNotRead': 'Noch wurde nichts darin eingelesen. Um es zu lesen, drücken Sie „Erneut prüfen“.',
  'verdict.notSeen': 'Noch hat es kein Durchgang gesehen. Um es zu lesen, drücken Sie „Erneut prüfen“.',
  'verdict.folderFound': {
    one: '{count:n} Dokument darin ist in der Bibliothek.',
    other: '{count:n} Dokumente darin sind in der Bibliothek.',
  },
  'verdict.found': 'Es ist in der Bibliothek und kann gefunden werden.',
  'verdict.foundParts': {
    one: 'Es ist in der Bibliothek und kann gefunden werden. Es enthält {count:n} Dokument.',
    other: 'Es ist in der Bibliothek und kann gefunden werden. Es enthält {count:n} Dokumente.',
  },
  'verdict.partUnread':
    'Etwas darin ließ sich nicht lesen, {part}: {reason} Alles dieser Art steht in der Liste der Dateien, die sich nicht lesen ließen.',
  'verdict.foundBut': '{found} {unread}',
  'verdict.byNameOnly': 'Es wird nur nach Name, Ordner, Datum und Typ gefunden.',
  'verdict.byName':
    'Es ist in der Bibliothek und wird nach Name und Ordner gefunden: von Dateien dieses Typs wird kein Text gelesen.',
  'verdict.pictureByName':
    'Es ist in der Bibliothek und wird nach Name und Ordner gefunden: von Dateien dieses Typs wird kein Text gelesen. Damit Text in Bildern gelesen wird, ändern Sie es in den Einstellungen unter „Erfassen und Strom“.',
  'verdict.partKind':
    'In Dateien wird von Namen oder Typen wie dem von {part} nichts gelesen. Alle Regeln stehen in den Einstellungen unter „Was übergangen wird“.',
  'verdict.noPart':
    '{path} hat kein Dokument {part}, das gefunden werden könnte: es ist nicht da, hat keinen Text oder wurde gelöscht oder vergessen.',
  'verdict.noWebPage':
    'Aus Verläufen werden nur Seiten des Webs (http, https) gelesen, mit Adressen von höchstens 4.096 Zeichen.',
  'verdict.pageLeftOut':
    'Seiten wie diese lässt eine Regel im Verlauf weg: {rule}. Alle Regeln stehen in den Einstellungen unter „Was übergangen wird“.',
  'verdict.noHistory':
    'Kein Browserverlauf ist in der Bibliothek. Die auf diesem Rechner stehen unter „Status und Ordner“.',
  'verdict.noVisit':
    'Kein Verlauf in der Bibliothek hat einen Besuch davon: {histories}. Lesezeichen, Rahmen und Weiterleitungen sind keine Besuche.',
  'forget.nothing': 'Nichts dergleichen ist in der Bibliothek.',
  'forget.noAddress': 'Erwartet wurde die Adresse einer Seite, etwa https://example.org/page, nicht {address}.',
  'forget.notBefore': 'Das wurde nicht vergessen, oder es hieß damals anders.',
  'forget.incomplete': 'Das Vergessen ist nicht vollständig: {what}. Versuchen Sie dasselbe noch einmal.',
  'library.none': 'Keine Bibliothek in {folder}. Ziehen Sie einen Ordner auf das Fenster, um eine anzulegen.',
  'library.ownFolder': 'Erwartet wurde ein Ordner mit Dokumenten, nicht der eigene Ordner der Bibliothek {path}.',
  'library.above':
    'Erwartet wurde ein Ordner der Bibliothek oder etwas darin, nicht {path}, das über {folders} liegt. Nennen Sie, was gehen soll.',
  'library.nothingBelow': 'In der Bibliothek ist nichts unter {path}.',
  'library.notInside': 'Erwartet wurde ein Pfad in einem Ordner der Bibliothek, nicht {path}.',
  'library.notExcluded': 'Erwartet wurde ein ausgeschlossener Pfad, nicht {path}.',
  'library.otherFiles':
    'Erwartet wurde ein leerer oder neuer Ordner oder eine Bibliothek, nicht {folder} mit anderen Dateien. Wählen Sie einen anderen Ordner für die Bibliothek.',
  'library.isFile': 'Erwartet wurde ein Ordner für die Bibliothek, nicht die Datei {path}.',
  'library.notWritable':
    'In den Ordner der Bibliothek {folder} lässt sich nicht schreiben ({reason}). Ändern Sie seine Berechtigungen und starten Sie Leantern neu.',
  'library.noDocument': 'Die Bibliothek hat kein Dokument {path}.',
  'library.noPlace': 'Erwartet wurde eine Stelle in den {bytes:n} Byte von {path}, nicht Byte {at:n}.',
  'library.tooNew': '{name} hat das Format {found:n}; dieses Leantern liest bis {known:n}. Erneuern Sie Leantern.',
  'library.allTooNew':
    'Diese Bibliothek hat das Format {found:n}; dieses Leantern liest bis {known:n}. Erneuern Sie Leantern.',
  'library.catalogueTooNew':
    'Der Katalog hat das Format {found:n}; dieses Leantern liest bis {known:n}. Erneuern Sie Leantern.',
  'library.tooOld':
    'Die Bibliothek stammt von einem früheren Leantern (Format {found:n}; dieses braucht {known:n}). Drücken Sie „Bibliothek reparieren …“: Ihre eigenen Dateien bleiben, wie sie sind.',
  'library.wordsTooNew':
    '{name} hat seine Wörter, wie ein neueres Leantern sie zerlegt ({found:n}, hier {known:n}). Erneuern Sie Leantern.',
  'library.wordsTooOld':
    '{name} hat seine Wörter, wie ein früheres Leantern sie zerlegte ({found:n}, jetzt {known:n}). Drücken Sie „Bibliothek reparieren …“: Ihre eigenen Dateien bleiben, wie sie sind.',
  'library.damaged': '{what}. Drücken Sie „Bibliothek reparieren …“: Ihre eigenen Dateien bleiben, wie sie sind.',
  'part.damaged': 'Ein Teil der Bibliothek ist beschädigt ({name})',
  'part.missing': 'Ein Teil der Bibliothek fehlt ({name})',
  'part.missingFrom': 'Ein Teil der Bibliothek fehlt ({name})',
  'library.hotCacheDamaged': 'Ein Teil der Bibliothek ist beschädigt ({name}).',
  'library.catalogueNotOpened':
    'Die Liste der Dokumente lässt sich nicht öffnen. Drücken Sie „Bibliothek reparieren …“: Ihre eigenen Dateien bleiben, wie sie sind.',
  'library.textsNotOpened':
    'Die behaltenen Texte lassen sich nicht öffnen. Drücken Sie „Bibliothek reparieren …“: Ihre eigenen Dateien bleiben, wie sie sind.',
  'library.catalogueDamaged':
    'Die Liste der Dokumente ist beschädigt. Drücken Sie „Bibliothek reparieren …“: Ihre eigenen Dateien bleiben, wie sie sind.',
  'library.textsDamaged':
    'Die behaltenen Texte sind beschädigt. Drücken Sie „Bibliothek reparieren …“: Ihre eigenen Dateien bleiben, wie sie sind.',
  'library.excludedDamaged':
    'Die Liste dessen, was Sie ausgeschlossen haben, lässt sich nicht lesen. Drücken Sie „Bibliothek reparieren …“: Ihre eigenen Dateien bleiben, wie sie sind.',
  'library.forgottenDamaged':
    'Die Liste des Vergessenen lässt sich nicht lesen. Drücken Sie „Bibliothek reparieren …“: Ihre eigenen Dateien bleiben, wie sie sind.',
  'library.readingDamaged':
    'Ihre Regeln, was zu lesen und wegzulassen ist, lassen sich nicht lesen. Drücken Sie „Bibliothek reparieren …“: Ihre eigenen Dateien bleiben, wie sie sind.',
  'library.learnedDamaged':
    'Was Sie geöffnet und beurteilt haben, lässt sich nicht lesen; die Ergebnisse kommen ohne es. Drücken Sie „Bibliothek reparieren …“: Was davon noch lesbar ist, bleibt.',
  'library.learnedTooNew':
    'Was Sie geöffnet und beurteilt haben, hat ein neueres Leantern aufgeschrieben (Format {found:n}; dieses liest bis {known:n}); die Ergebnisse kommen ohne es. Aktualisieren Sie Leantern.',
  'library.learnedBusy':
    'Ein anderes Programm hat die Datei mit dem, was Sie geöffnet und beurteilt haben, für sich allein; bis es fertig ist, kommen die Ergebnisse ohne es.',
  'library.learnedReadOnly':
    'Was Sie öffnen und beurteilen, lässt sich nicht behalten: {path} darf nicht geschrieben werden. Ändern Sie die Rechte der Datei, und öffnen Sie das Ergebnis noch einmal.',
  'library.learnedNotOpened':
    'Was Sie geöffnet und beurteilt haben, lässt sich nicht lesen; die Ergebnisse kommen ohne es. Ändern Sie die Rechte von {path}.',
  'library.notLock':
    'Eine Datei der Bibliothek ist beschädigt ({path}). Drücken Sie „Bibliothek reparieren …“: Ihre eigenen Dateien bleiben, wie sie sind.',
  'library.busyBy':
    '{holder} ändert gerade die Bibliothek in {folder}. Warten Sie, bis es fertig ist, oder beenden Sie es, und versuchen Sie es noch einmal; suchen lässt sich inzwischen.',
  'holder.unknown': 'Ein anderes Leantern',
  'holder.app': 'Die App (Prozess {pid}, seit {time})',
  'holder.program': 'Ein Programm (Prozess {pid}, seit {time})',
  'holder.named': '{name} (Prozess {pid}, seit {time})',
  'library.busy':
    'Ein anderes Programm ändert die Bibliothek in {folder} und nimmt keine Änderungen entgegen, oder es ist gerade zu Ende gegangen. Versuchen Sie es noch einmal, wenn es fertig ist; suchen lässt sich inzwischen.',
  'library.holderEnded':
    'Das Programm, das die Bibliothek in {folder} hielt, ging zu Ende, bevor dies fertig war. Versuchen Sie dasselbe noch einmal.',
  'library.changingModel': 'Diese Bibliothek wechselt schon ihr Modell.',
  'library.bits':
    'Erwartet wurden Codes mit {wanted:n} Bit je Dimension; die Bibliothek in {folder} hat {found:n}. Sie behält die, mit denen sie gemacht wurde.',
  'library.stepStopped':
    'Ein Arbeitsschritt blieb stehen: {reason}. Was fertig war, ist erhalten; versuchen Sie es noch einmal.',
  'disk.full':
    'Kein Platz mehr für {path}. Schaffen Sie Platz und versuchen Sie es noch einmal: Gespeichertes ist nicht verloren.',
  'disk.fullForCatalogue':
    'Kein Platz mehr für den Katalog. Schaffen Sie Platz und versuchen Sie es noch einmal: Gespeichertes ist nicht verloren.',
  'disk.fullForTexts':
    'Kein Platz mehr für den Textspeicher. Schaffen Sie Platz und versuchen Sie es noch einmal: Gespeichertes ist nicht verloren.',
  'tuning.few':
    'Erwartet wurden mindestens {least:n} beurteilte Suchen, es sind {count:n}. Sagen Sie, welches Ergebnis es war, und versuchen Sie es dann noch einmal.',
  'reading.wrong': '{key} ist falsch: {reason}.',
  'picture.notPages': 'Dieses PDF lässt sich nicht als Seiten zeigen.',
  'picture.noPage': 'Seite {number:n} von {pages:n} lässt sich nicht zeigen.',
  'reading.stopped': 'Das Lesen der Texte wurde angehalten.',
}
