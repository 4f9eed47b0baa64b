/* What is wrong with a model, a server or a download. */
import type { models } from '../../../core/sayings/models.ts'
import type { Translated } from './translated.ts'

export const germanModels: Translated<typeof models> = {
  'model.mismatch':
    'Das Modell der Bibliothek, {made}, ist nicht mehr da: Legen Sie es zurück, oder wählen Sie ein anderes.',
  'model.otherVersion':
    'Das hiesige {name} ist nicht das, mit dem die Bibliothek gemacht wurde: Legen Sie jenes zurück, oder wählen Sie dieses.',
  'model.changed': 'Das Modell {name} ist nicht mehr das, das es war, als die Bibliothek geöffnet wurde.',
  'model.otherTokenizer':
    'Erwartet wurde eine tokenizer.json für die {wanted:n} Nummern des Modells, nicht eine mit {found:n}: sie gehört zu einem anderen Modell.',
  'model.notFinite':
    'Das Modell {name} gab eine Zahl, die nicht endlich ist. Seine Datei ist beschädigt, oder seine Zahlen sind zu klein dafür (ein float16-Modell): wählen Sie eine andere Form davon.',
  'model.closed': 'Das Modell ist geschlossen; öffnen Sie es noch einmal.',
  'model.missing':
    'Hier gibt es kein Modell {name}. Installiert: {known}. Welche hinzugefügt werden können, steht in den Einstellungen unter „Modell“.',
  'model.stays': '{name} gehört zu Leantern und bleibt.',
  'model.there': 'Es gibt schon ein Modell {name}. Geben Sie dem Ordner des neuen einen anderen Namen.',
  'model.sameVectors': 'Das Modell {name} kann Texte nicht unterscheiden: es gibt allen denselben Vektor oder keinen.',
  'model.unknown': 'Erwartet wurde ein Ordner, eine Adresse oder eines von {known}, nicht „{name}“.',
  'model.noDescription':
    'Im Modellordner {folder} fehlt model.json, und ebenso config.json, das dafür stehen könnte. Der Ordner eines Modells hat model.onnx, tokenizer.json und config.json oder model.json.',
  'model.incomplete': 'Im Modellordner {folder} fehlt {name}: Legen Sie es zurück, oder wählen Sie ein anderes Modell.',
  'model.weightsMissing':
    'Im Modellordner {folder} fehlt {name} mit Gewichten von model.onnx. Legen Sie die Datei hinein oder holen Sie das Modell neu.',
  'model.unreadable':
    '{name} im Modellordner {folder} lässt sich nicht lesen ({reason}). Bringen Sie das in Ordnung oder holen Sie das Modell neu.',
  'model.notWhole':
    'Das Modell, das zu Leantern gehört, ist nicht vollständig: {name} fehlt in {folder} oder lässt sich nicht lesen. Installieren Sie Leantern neu.',
  'model.noFile': '{name} fehlt in {source}.',
  'model.noneOf': '{name} fehlt in {folder}; gesucht wurde {names}.',
  'model.noOnnx': 'Erwartet wurde {names} im Verzeichnis: es gibt dort keine ONNX-Form des Modells.',
  'model.notAgreed': '{host} wurde nichts gefragt: Sie haben nicht zugestimmt.',
  'model.notLoaded':
    'model.onnx lässt sich nicht laden: die Datei ist beschädigt oder kein Modell, das onnxruntime kennt. Holen Sie sie noch einmal. ({reason})',
  'model.provider': '{provider} kann das Modell hier nicht ausführen: {reason}.',
  'model.tokensStopped': 'Das Zerlegen der Texte ist stehen geblieben: {reason}.',
  'network.address': 'Erwartet wurde eine Adresse, die mit http:// oder https:// beginnt, nicht „{address}“.',
  'network.unreachable': '{host} ist nicht zu erreichen: {reason}.',
  'network.noHost': 'den Server gibt es nicht, oder es gibt kein Netz',
  'network.none': 'es gibt kein Netz',
  'network.nobody': 'dort antwortet nichts',
  'network.broke': 'die Verbindung brach ab',
  'network.redirects': '{host} leitet immer wieder weiter.',
  'network.large': 'Die Antwort hat mehr als {limit:n} Byte.',
  'network.checksum':
    '{url} hat die Prüfsumme {found}, erwartet wurde {expected}. Was kam, wurde verworfen: versuchen Sie es noch einmal; geschieht es wieder, ist die Datei dort eine andere.',
  'network.shorter': '{url} ist kürzer als das, was vorher davon kam.',
  'network.diskFull': 'Die Festplatte ist voll: kein Platz für {path}.',
  'network.missing': '{url} gibt es nicht (404).',
  'network.status': '{host} antwortete {status} auf {url}.',
  'server.embeddings': 'Erwartet wurden {count:n} Vektoren von {host}, wie {protocol} antwortet; es kam etwas anderes.',
  'server.wantsKey': '{host} hat die Anfrage abgelehnt: {status}. Es verlangt einen Schlüssel.',
  'server.badKey': '{host} hat die Anfrage abgelehnt: {status}. Sehen Sie nach dem Schlüssel in {variable}.',
  'server.noModel': '{host} hat kein Modell {model} oder keine solche Adresse{reason}.',
  'server.answered': '{host} antwortete {status}.',
  'server.noKey': 'Erwartet wurde der Schlüssel für {host} in der Variablen {variable}; sie ist nicht gesetzt.',
  'server.clearKey': 'Der Schlüssel für {host} ginge offen durchs Netz: nehmen Sie https.',
  'key.wrong': 'Erwartet wurde ein Schlüssel aus druckbaren Zeichen ohne Leerzeichen, in einer Zeile.',
  'key.keychain':
    'Der Schlüsselbund dieses Systems lässt sich nicht benutzen ({reason}). Geben Sie den Schlüssel stattdessen in der Variablen {variable} an.',
}
