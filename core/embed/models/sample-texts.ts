/*
 * Passages of many kinds and languages, written for this. A new model is tried on them, and the mean of their embeddings centres
 * the codes of a library until it has texts of its own.
 */
import type { EncoderInput } from '../windows.ts'

const texts = [
  'The contract renews automatically each October unless either party gives sixty days of notice in writing.',
  'Please find attached the minutes of last Tuesday’s meeting. Let me know if anything is missing.',
  'To restore the backup, stop the service, copy the archive to the data folder and start the service again.',
  'Whisk the eggs with the sugar until pale, fold in the flour and bake for half an hour at 180 degrees.',
  'function readLines(path) { return readFileSync(path, "utf8").split("\\n").filter((line) => line !== "") }',
  'The patient reports mild headaches in the mornings; blood pressure was normal at both visits.',
  'Interest is charged on the daily balance and added to the account on the first working day of the month.',
  'She walked along the harbour until the lamps were lit, and did not turn round when he called her name.',
  'The glaciers of the valley have lost a third of their volume since measurements began in 1930.',
  'Error: connection refused by the database server on port 5432. Check that it is running and accepts connections.',
  'Thanks for your order! Your parcel left our warehouse today and should arrive on Friday between nine and noon.',
  'The treaty of 1648 ended three decades of war and redrew the borders of half the continent.',
  'A red-black tree keeps itself balanced by recolouring and rotating nodes after each insertion.',
  'The lease allows one cat or one small dog; other pets need the written consent of the owner.',
  'In the second half the home team pressed higher and scored twice from corners within five minutes.',
  'Photosynthesis turns light, water and carbon dioxide into sugar and oxygen in the green parts of plants.',
  'Meeting moved to 3 pm, room 204. Agenda: budget, hiring plan, office move. Bring last quarter’s numbers.',
  'The tax return must be filed by the end of May; receipts for travel and equipment should be kept for six years.',
  'Chapter 4 compares three methods of estimating soil moisture from satellite images over dry regions.',
  'His violin was made in Cremona around 1720 and is played today in the city’s chamber orchestra.',
  'Install the package with the package manager, then add the line below to your configuration file.',
  'The jury found that the company had known of the defect for two years before the first recall.',
  'Add a pinch of salt to the water, and cook the pasta for a minute less than the packet says.',
  'We prove that every bounded sequence of real numbers has a convergent subsequence.',
  'Die Miete ist bis zum dritten Werktag eines Monats im Voraus auf das Konto des Vermieters zu zahlen.',
  'Der Zug nach Hamburg hat wegen einer Störung an einem Signal etwa zwanzig Minuten Verspätung.',
  'Le musée est fermé le mardi ; l’entrée est gratuite le premier dimanche de chaque mois.',
  'Pour réinitialiser votre mot de passe, cliquez sur le lien que nous venons de vous envoyer.',
  'El informe anual muestra un aumento de las ventas en el norte y una ligera caída en el sur.',
  'Para la sopa se necesitan dos cebollas, tres zanahorias y un litro de caldo de verduras.',
  'Il treno regionale parte dal binario quattro e ferma in tutte le stazioni fino al mare.',
  'O prazo para a inscrição termina na sexta-feira; depois disso será cobrada uma taxa.',
  'De vergadering begint om tien uur en duurt naar verwachting tot aan de lunch.',
  'Umowa wygasa z końcem roku, chyba że strony przedłużą ją na piśmie.',
  'Договор вступает в силу с момента подписания обеими сторонами.',
  'Вчера вечером в городе выпал первый снег, и движение на дорогах замедлилось.',
  'Η βιβλιοθήκη είναι ανοιχτή κάθε μέρα εκτός από την Κυριακή.',
  'Toplantı notları ekte; lütfen eksikleri haftanın sonuna kadar bildirin.',
  'يجب تقديم الطلب قبل نهاية الشهر مع نسخة من بطاقة الهوية.',
  'החוזה מתחדש מדי שנה אלא אם אחד הצדדים מודיע אחרת בכתב.',
  'कृपया आवेदन पत्र के साथ पहचान पत्र की एक प्रति संलग्न करें।',
  '会议改到下午三点，请带上上个季度的报表。',
  '这本书讲述了一个小镇在战争年代的故事。',
  '契約は毎年十月に自動的に更新されます。',
  '駅から歩いて五分のところに古い図書館があります。',
  '회의는 오후 세 시로 변경되었으니 지난 분기 보고서를 가져오세요.',
  'Hợp đồng sẽ tự động gia hạn vào tháng Mười hằng năm.',
  'ประชุมเลื่อนไปเป็นบ่ายสามโมง กรุณานำรายงานมาด้วย',
]

/** The sample as passages without headers. */
export const sampleInputs: readonly EncoderInput[] = texts.map((text) => ({ header: '', text }))

/** Twelve passages of about the length of a chunk, for timing. */
export const sampleChunks: readonly EncoderInput[] = Array.from({ length: 12 }, (_, i) => ({
  header: '',
  text: Array.from({ length: 12 }, (_text, at) => texts[(i * 2 + at) % texts.length]).join(' '),
}))
