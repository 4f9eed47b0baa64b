/* What a library refuses, what is wrong with it, and what becomes of a file. */
import type { library } from '../../../core/sayings/library.ts'
import type { Translated } from './translated.ts'

export const arabicLibrary: Translated<typeof library> = {
  'root.notThere': 'لا يوجد مجلد {path}. تحقق من المسار.',
  'root.file': 'كان المتوقع مجلدًا أو ملفًا من نوع يُقرأ، لا الملف {path}. أضف المجلد الذي هو فيه: {folder}',
  'root.noRight': 'تتعذر قراءة المجلد {path} ({reason}). امنح Leantern حق قراءته ثم أضفه ثانية.',
  'root.unreadable': 'تتعذر قراءة المجلد {path}: {reason}',
  'root.disk': '{path} قرص كامل. أضف بدله المجلدات التي فيها مستنداتك، مثل المستندات أو سطح المكتب.',
  'root.home': '{path} مجلدك الشخصي كله. أضف بدله المجلدات التي فيها مستنداتك، مثل المستندات أو سطح المكتب.',
  'root.aboveHome': '{path} يحتوي مجلدك الشخصي كله. أضف بدله المجلدات التي فيها مستنداتك، مثل المستندات أو سطح المكتب.',
  'root.system':
    '{path} يحتوي ملفات النظام والبرامج. أضف بدله المجلدات التي فيها مستنداتك، مثل المستندات أو سطح المكتب.',
  'root.folderGone': 'المجلد {path} غير موجود. صِل قرصه أو أزل المجلد من المكتبة.',
  'root.fileGone': 'الملف {path} غير موجود. صِل قرصه أو أزل الملف من المكتبة.',
  'root.fileUnreadable': 'تتعذر قراءة الملف {path}: {reason}',
  'root.unplugged': 'قرص {path} غير موجود. صِله ثانية أو أزل المجلد من المكتبة.',
  'root.unwatchedLinux':
    'في {path} مجلدات أكثر مما يسمح النظام بمراقبته. تُكتشف التغييرات فيه كل {minutes:n} د. لتُكتشف فورًا ارفع الحد: sudo sysctl fs.inotify.max_user_watches=524288',
  'root.unwatched':
    'في {path} مجلدات أكثر مما يسمح النظام بمراقبته. تُكتشف التغييرات فيه كل {minutes:n} د. لتُكتشف فورًا أغلق البرامج التي تراقب مجلدات كثيرة.',
  'found.fullDiskAccess':
    'يطلب macOS أولًا الوصول الكامل إلى القرص: إعدادات النظام > الخصوصية والأمان > الوصول الكامل إلى القرص > Leantern.',
  'found.noRight': 'ليس لك حق قراءته: غيّر أذوناته أو شغّل Leantern باسم صاحبه.',
  'verdict.missing': 'لا شيء في {path}.',
  'verdict.missingKept':
    'لا شيء في {path}. ما زال في المكتبة ما كان هناك؛ ويخرج في المرة التالية، إلا إذا كان قرصه مفصولًا فحسب.',
  'verdict.ownFolder': 'إنه في مجلد Leantern نفسه، وهو لا يُقرأ أبدًا.',
  'verdict.excluded': 'لقد استثنيت {path}. أعده ليُقرأ.',
  'verdict.onlyParts': 'ليس منه في المكتبة إلا {folders}. لإضافة الكل اسحب {path} إلى النافذة.',
  'verdict.notAdded': 'ليس في أي من مجلدات المكتبة. لإضافته اسحبه أو اسحب مجلده إلى النافذة.',
  'verdict.forgotten': 'طلبت من المكتبة نسيان {path}. تراجع عن ذلك ليُقرأ من جديد.',
  'verdict.forgottenByFacts': 'طلبت من المكتبة نسيانه بحسب تاريخه أو مرسله أو موقعه أو مصدره.',
  'verdict.waiting': 'ينتظر قراءته، ورقمه {place:n} من {total:n}. لقراءته الآن اضغط «تحقق مجددًا».',
  'verdict.partly': 'لم يُقرأ منه حتى الآن إلا جزء. للمتابعة اضغط «تحقق مجددًا».',
  'verdict.notReadable': 'تعذرت قراءته: {reason}',
  'verdict.changed': 'فُهرس ثم تغيّر بعد ذلك. لقراءته ثانية اضغط «تحقق مجددًا».',
  'verdict.changedWaiting': 'فُهرس ثم تغيّر بعد ذلك. {waits}',
  'verdict.leftOut': 'تستبعده قاعدة: {rule}. سطر «!…» في ملف .leanternignore يُدخل ما تستبعده القواعد المعتادة.',
  'verdict.folderLeftOut':
    'تستبعد المجلد {path} قاعدة: {rule}. سطر «!…» في ملف .leanternignore يُدخل ما تستبعده القواعد المعتادة.',
  'verdict.folderNotRead': 'لم يُفهرس شيء فيه بعد. لقراءته اضغط «تحقق مجددًا».',
  'verdict.notSeen': 'لم تمرّ به أي فهرسة بعد. لقراءته اضغط «تحقق مجددًا».',
  'verdict.folderFound': {
    zero: 'لا مستندات منه في المكتبة.',
    one: 'مستند واحد منه في المكتبة.',
    two: 'مستندان منه في المكتبة.',
    few: '{count:n} مستندات منه في المكتبة.',
    many: '{count:n} مستندًا منه في المكتبة.',
    other: '{count:n} مستند منه في المكتبة.',
  },
  'verdict.found': 'إنه في المكتبة ويمكن العثور عليه.',
  'verdict.foundParts': {
    zero: 'إنه في المكتبة ويمكن العثور عليه.',
    one: 'إنه في المكتبة ويمكن العثور عليه. فيه مستند واحد.',
    two: 'إنه في المكتبة ويمكن العثور عليه. فيه مستندان.',
    few: 'إنه في المكتبة ويمكن العثور عليه. فيه {count:n} مستندات.',
    many: 'إنه في المكتبة ويمكن العثور عليه. فيه {count:n} مستندًا.',
    other: 'إنه في المكتبة ويمكن العثور عليه. فيه {count:n} مستند.',
  },
  'verdict.partUnread':
    'تعذرت قراءة جزء منه، {part}: {reason} كل الأجزاء من هذا النوع في قائمة الملفات التي تعذرت قراءتها.',
  'verdict.foundBut': '{found} {unread}',
  'verdict.byNameOnly': 'يُعثر عليه باسمه ومجلده وتاريخه ونوعه فقط.',
  'verdict.byName': 'إنه في المكتبة ويُعثر عليه باسمه ومجلده: لا يُقرأ نص من ملفات هذا النوع.',
  'verdict.pictureByName':
    'إنه في المكتبة ويُعثر عليه باسمه ومجلده: لا يُقرأ نص من ملفات هذا النوع. ليُقرأ النص في الصور غيّر ذلك في الإعدادات ضمن «الفهرسة والطاقة».',
  'verdict.partKind': 'داخل الملفات لا يُقرأ شيء من أسماء أو أنواع مثل {part}. كل القواعد في الإعدادات ضمن «ما يُتخطى».',
  'verdict.noPart': 'ليس في {path} مستند باسم {part} يمكن العثور عليه: إما أنه غير موجود أو بلا نص أو حُذف أو نُسي.',
  'verdict.noWebPage': 'لا تُقرأ من سجلات التصفح إلا صفحات الويب (http وhttps) التي لا يزيد عنوانها على 4096 حرفًا.',
  'verdict.pageLeftOut': 'تستبعد قاعدةٌ صفحات مثلها من سجل التصفح: {rule}. كل القواعد في الإعدادات ضمن «ما يُتخطى».',
  'verdict.noHistory': 'لا سجل تصفح في المكتبة. السجلات على هذا الجهاز ضمن «الحالة والمجلدات».',
  'verdict.noVisit':
    'لا زيارة لها في أي سجل في المكتبة: {histories}. الإشارات المرجعية والإطارات وعمليات إعادة التوجيه ليست زيارات.',
  'forget.nothing': 'لا شيء من هذا في المكتبة.',
  'forget.notBefore': 'لم يُنسَ هذا، أو كان له اسم آخر حينها.',
  'forget.incomplete': 'النسيان غير مكتمل: {what}. أعد المحاولة نفسها.',
  'library.none': 'لا مكتبة في {folder}. اسحب مجلدًا إلى النافذة لإنشاء واحدة.',
  'library.ownFolder': 'كان المتوقع مجلد مستندات، لا مجلد المكتبة نفسها {path}.',
  'library.above': 'كان المتوقع مجلدًا من المكتبة أو ما في داخله، لا {path} الذي فوق {folders}. سمِّ ما ينبغي أن يخرج.',
  'library.nothingBelow': 'لا شيء في المكتبة في {path} أو تحته.',
  'library.notInside': 'كان المتوقع مسارًا داخل مجلد من المكتبة، لا {path}.',
  'library.notExcluded': 'كان المتوقع مسارًا مستثنى، لا {path}.',
  'library.otherFiles':
    'كان المتوقع مجلدًا فارغًا أو جديدًا أو مكتبة، لا {folder} الذي فيه ملفات أخرى. اختر مجلدًا آخر للمكتبة.',
  'library.isFile': 'كان المتوقع مجلدًا للمكتبة، لا الملف {path}.',
  'library.notWritable': 'تتعذر الكتابة في مجلد المكتبة {folder} ({reason}). غيّر أذوناته ثم شغّل Leantern من جديد.',
  'library.noDocument': 'ليس في المكتبة مستند {path}.',
  'library.noPlace': 'كان المتوقع موضعًا ضمن {bytes:n} بايت من {path}، لا البايت {at:n}.',
  'library.tooNew': 'صيغة {name} هي {found:n}؛ وهذا الإصدار من Leantern يقرأ حتى {known:n}. حدِّث Leantern.',
  'library.allTooNew': 'صيغة هذه المكتبة {found:n}؛ وهذا الإصدار من Leantern يقرأ حتى {known:n}. حدِّث Leantern.',
  'library.catalogueTooNew': 'صيغة الفهرس {found:n}؛ وهذا الإصدار من Leantern يقرأ حتى {known:n}. حدِّث Leantern.',
  'library.tooOld':
    'أُنشئت المكتبة بإصدار أقدم من Leantern (الصيغة {found:n}؛ وهذا يحتاج {known:n}). اضغط «إصلاح المكتبة…»: تبقى ملفاتك كما هي.',
  'library.wordsTooNew':
    'كلمات {name} مقسَّمة كما يقسّمها إصدار أحدث من Leantern ({found:n}، وهنا {known:n}). حدِّث Leantern.',
  'library.wordsTooOld':
    'كلمات {name} مقسَّمة كما قسّمها إصدار أقدم من Leantern ({found:n}، والآن {known:n}). اضغط «إصلاح المكتبة…»: تبقى ملفاتك كما هي.',
  'library.damaged': '{what}. اضغط «إصلاح المكتبة…»: تبقى ملفاتك كما هي.',
  'part.damaged': '{name} تالف',
  'part.missing': '{name} مفقود',
  'part.missingFrom': '{name} مفقود من {folder}',
  'library.hotCacheDamaged': '{name} تالف.',
  'library.catalogueNotOpened': 'يتعذر فتح فهرس {folder}: {reason}. اضغط «إصلاح المكتبة…»: تبقى ملفاتك كما هي.',
  'library.textsNotOpened': 'يتعذر فتح مخزن النصوص {path}: {reason}. اضغط «إصلاح المكتبة…»: تبقى ملفاتك كما هي.',
  'library.catalogueDamaged': 'الفهرس تالف ({reason}). اضغط «إصلاح المكتبة…»: تبقى ملفاتك كما هي.',
  'library.textsDamaged': 'مخزن النصوص تالف ({reason}). اضغط «إصلاح المكتبة…»: تبقى ملفاتك كما هي.',
  'library.excludedDamaged':
    'كانت المتوقعة قائمة المسارات المستثناة في {path}. اضغط «إصلاح المكتبة…»: تبقى ملفاتك كما هي.',
  'library.forgottenDamaged': 'كانت المتوقعة قائمة ما نُسي في {path}. اضغط «إصلاح المكتبة…»: تبقى ملفاتك كما هي.',
  'library.readingDamaged': 'كان المتوقع في {path} ما يُقرأ وما يُترك. اضغط «إصلاح المكتبة…»: تبقى ملفاتك كما هي.',
  'library.learnedDamaged':
    'تتعذر قراءة ما فتحته وحكمت عليه، وتأتي النتائج من دونه. اضغط «إصلاح المكتبة…»: يبقى منه ما لا تزال قراءته ممكنة.',
  'library.learnedTooNew':
    'ما فتحته وحكمت عليه كتبه إصدار أحدث من Leantern (الصيغة {found:n}؛ وهذا يقرأ حتى {known:n})، وتأتي النتائج من دونه. حدّث Leantern.',
  'library.learnedBusy': 'برنامج آخر يحتفظ لنفسه بالملف الذي فيه ما فتحته وحكمت عليه؛ وتأتي النتائج من دونه حتى يفرغ.',
  'library.learnedReadOnly':
    'يتعذر حفظ ما تفتحه وتحكم عليه: لا تجوز الكتابة في {path}. غيّر أذونات الملف ثم افتح النتيجة مرة أخرى.',
  'library.learnedNotOpened':
    'تتعذر قراءة ما فتحته وحكمت عليه، وتأتي النتائج من دونه: يتعذر فتح {path} ({reason}). انظر في أذونات الملف.',
  'library.notLock': '{path} ليس قفلًا لـ Leantern. اضغط «إصلاح المكتبة…»: تبقى ملفاتك كما هي.',
  'library.busyBy':
    '{holder} يغيّر المكتبة في {folder} الآن. انتظر حتى ينتهي أو أوقفه ثم حاول ثانية؛ والبحث يعمل في الأثناء.',
  'holder.unknown': 'Leantern آخر',
  'holder.app': 'التطبيق (العملية {pid}، منذ {time})',
  'holder.program': 'برنامج (العملية {pid}، منذ {time})',
  'holder.named': '{name} (العملية {pid}، منذ {time})',
  'library.busy':
    'برنامج آخر يغيّر المكتبة في {folder} ولا يقبل تغييرات، أو انتهى للتو. حاول ثانية حين يفرغ؛ والبحث يعمل في الأثناء.',
  'library.holderEnded': 'انتهى البرنامج الذي كان يمسك المكتبة في {folder} قبل إتمام هذا. أعد المحاولة نفسها.',
  'library.changingModel': 'هذه المكتبة تغيّر نموذجها بالفعل.',
  'library.bits':
    'كان المتوقع رموزًا من {wanted:n} بت لكل بُعد، والمكتبة في {folder} من {found:n}. تبقى على ما أُنشئت به.',
  'library.stepStopped': 'توقفت إحدى الخطوات: {reason}. ما اكتمل محفوظ؛ حاول ثانية.',
  'disk.full': 'لا مساحة باقية لـ {path}. أفرغ بعض المساحة وحاول ثانية: لم يضع شيء مما حُفظ.',
  'disk.fullForCatalogue': 'لا مساحة باقية للفهرس. أفرغ بعض المساحة وحاول ثانية: لم يضع شيء مما حُفظ.',
  'disk.fullForTexts': 'لا مساحة باقية لمخزن النصوص. أفرغ بعض المساحة وحاول ثانية: لم يضع شيء مما حُفظ.',
  'tuning.few':
    'كان المتوقع {least:n} عملية بحث محكوم عليها على الأقل، والموجود {count:n}. قل أي نتيجة كانت المطلوبة ثم حاول ثانية.',
  'reading.wrong': '{key} خطأ: {reason}.',
  'picture.notPages': 'لا يمكن عرض ملف PDF هذا كصفحات.',
  'picture.noPage': 'لا يمكن عرض الصفحة {number:n} من {pages:n}.',
  'reading.stopped': 'أُوقف استخراج النصوص.',
}
