/* What is wrong with a model, a server or a download. */
import type { models } from '../../../core/sayings/models.ts'
import type { Translated } from './translated.ts'

export const arabicModels: Translated<typeof models> = {
  'model.mismatch': 'لم يعد نموذج المكتبة {made} موجودًا هنا: أعده أو اختر نموذجًا آخر.',
  'model.otherVersion': '{name} الموجود هنا ليس هو الذي أُنشئت به المكتبة: أعد ذاك أو اختر هذا.',
  'model.changed': 'لم يعد النموذج {name} هو نفسه حين فُتحت المكتبة.',
  'model.otherTokenizer':
    'كان المتوقع ملف tokenizer.json لأرقام النموذج البالغة {wanted:n}، لا واحدًا من {found:n}: إنه لنموذج آخر.',
  'model.notFinite':
    'أعطى النموذج {name} عددًا غير منتهٍ. ملفه تالف، أو أعداده أصغر من اللازم (نموذج float16): اختر شكلًا آخر منه.',
  'model.closed': 'النموذج مغلق؛ افتحه ثانية لاستعماله.',
  'model.missing': 'لا يوجد هنا نموذج {name}. المثبَّت: {known}. ما يمكن إضافته في الإعدادات ضمن «النموذج».',
  'model.stays': 'يأتي {name} مع Leantern ويبقى.',
  'model.there': 'يوجد نموذج {name} بالفعل. سمِّ مجلد الجديد باسم آخر.',
  'model.sameVectors': 'لا يميّز النموذج {name} بين النصوص: يعطيها كلها المتجه نفسه أو لا شيء.',
  'model.unknown': 'كان المتوقع مجلدًا أو عنوانًا أو أحد {known}، لا «{name}».',
  'model.noDescription':
    'ينقص model.json في مجلد النموذج {folder}، وكذلك config.json الذي قد يقوم مقامه. في مجلد النموذج: model.onnx و tokenizer.json و config.json أو model.json.',
  'model.incomplete': 'ينقص {name} في مجلد النموذج {folder}: أعده أو اختر نموذجًا آخر.',
  'model.weightsMissing':
    'ينقص {name}، وفيه أوزان model.onnx، في مجلد النموذج {folder}. ضعه فيه أو أحضر النموذج من جديد.',
  'model.unreadable': 'لا يمكن قراءة {name} في مجلد النموذج {folder} ({reason}). أصلح ذلك أو أحضر النموذج من جديد.',
  'model.notWhole':
    'النموذج الذي يأتي مع Leantern غير كامل: {name} مفقود في {folder} أو لا يمكن قراءته. ثبّت Leantern من جديد.',
  'model.noFile': '{name} مفقود في {source}.',
  'model.noneOf': '{name} مفقود في {folder}؛ بُحث عن {names}.',
  'model.noOnnx': 'كان المتوقع {names} في المستودع، ولم يوجد: ليس فيه شكل ONNX للنموذج.',
  'model.notAgreed': 'لم يُسأل {host} شيئًا: لم توافق.',
  'model.notLoaded':
    'يتعذر تحميل model.onnx: الملف تالف، أو ليس نموذجًا يعرفه onnxruntime. احصل عليه من جديد. ({reason})',
  'model.provider': 'لا يستطيع {provider} تشغيل النموذج هنا: {reason}.',
  'model.tokensStopped': 'توقف تقسيم النصوص: {reason}.',
  'network.address': 'كان المتوقع عنوانًا يبدأ بـ http:// أو https://، لا «{address}».',
  'network.unreachable': 'يتعذر الوصول إلى {host}: {reason}.',
  'network.noHost': 'لا يوجد هذا الخادم أو لا شبكة',
  'network.none': 'لا شبكة',
  'network.nobody': 'لا شيء يجيب هناك',
  'network.broke': 'انقطع الاتصال',
  'network.redirects': 'يعيد {host} التوجيه مرارًا.',
  'network.large': 'في الإجابة أكثر من {limit:n} بايت.',
  'network.checksum':
    'مجموع التحقق لـ {url} هو {found} والمتوقع {expected}. أُهمل ما وصل: حاول ثانية؛ فإن تكرر فالملف في المصدر غيره.',
  'network.shorter': '{url} أقصر مما وصل منه من قبل.',
  'network.diskFull': 'القرص ممتلئ: لا مكان لـ {path}.',
  'network.missing': 'لا يوجد {url} (404).',
  'network.status': 'أجاب {host} بالرمز {status} عن {url}.',
  'server.embeddings': 'كان المتوقع {count:n} متجهًا من {host} كما يجيب {protocol}، فجاء شيء آخر.',
  'server.wantsKey': 'رفض {host} الطلب: {status}. يريد مفتاحًا.',
  'server.badKey': 'رفض {host} الطلب: {status}. راجع المفتاح في {variable}.',
  'server.noModel': 'ليس لدى {host} نموذج {model} أو لا عنوان كهذا{reason}.',
  'server.answered': 'أجاب {host} بالرمز {status}.',
  'server.noKey': 'كان المتوقع مفتاح {host} في المتغير {variable}، وهو غير مضبوط.',
  'server.clearKey': 'سيمر مفتاح {host} عبر الشبكة مكشوفًا: استعمل https.',
  'key.wrong': 'كان المتوقع مفتاحًا من أحرف تُطبع بلا فراغات في سطر واحد.',
  'key.keychain': 'لا يمكن استعمال سلسلة مفاتيح هذا النظام ({reason}). أعطِ المفتاح في المتغير {variable} بدلها.',
}
