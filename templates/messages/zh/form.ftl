# Blank forms: made by `yusuan template`, known again when they are read.

wrong-form = 这是为 { $year } 年制作的表单，表中写的却是 { $other } 年
    .name = 表单不符
    .help = 请使用下发给本单位、本年度的表单填报；表单不能挪作他用。
    .unit = 这是为“{ $unit }”制作的表单，报送的却是“{ $other }”
    .layout = 这是按表样 { $layout } 制作的表单，要求的表样却是 { $other }
    .unknown-layout = 这是按表样 { $layout } 制作的表单，这里没有这种表样；已按最接近的 { $other } 读取
    .version = 这是按表样 { $layout } 第 { $version } 版制作的表单，现在是第 { $other } 版
    .unlocked = 有 { $count } 个自动计算的单元格被改成了数字，如“{ $text }”
    .contradicts = 有 { $count } 个自动计算的单元格被改成了别的数字，如“{ $text }”，按填写的内容应为 { $expected } 元；已按填写的内容读入
    .typed-over = 有 { $count } 个由“录入”表计算的单元格被改成了数字，如“{ $text }”，不能确定属于哪一行；没有读入
    .no-entries = 表单的“录入”表不见了；已按各表中保存的数字读入
    .parts = 分成几个文件报送的一套表中，“{ $table }”有两张，金额不同；采用前一张
    .help-parts = 一套表中每张表只能有一张；请删去多余的一张，或把全部表放在一个工作簿中报送。

form-not-filled = 表单尚未填写：没有任何金额
    .name = 表单未填写
    .help = 请在表单的浅黄色单元格中填写后再报送。
    .tables = 表单的各预算表尚未填写：没有任何金额
    .code = 录入有 { $count } 行填了金额，没有填科目编码；共 { $yuan } 元没有进入任何表
    .source = 录入有 { $count } 行填了金额，没有选资金来源；共 { $yuan } 元没有进入任何表
    .further-code = 录入有 { $count } 行支出没有填经济分类编码；共 { $yuan } 元没有进入任何表
    .carry-unknown = 录入有 { $count } 行的“本年与结转”不在列表中，如“{ $text }”；共 { $yuan } 元没有进入任何表
    .source-unknown = 录入有 { $count } 行的资金来源不在列表中，如“{ $text }”；共 { $yuan } 元没有进入任何表

explain-form-not-filled = 表单没有填写，或“录入”表的行没有填完整。
    .why = 空白的表单报上来等于没有报。“录入”表的一行要有 7 位的科目编码和列表中的资金来源，缺一项时金额不能进入任何表；改正之前，与它有关的各表之间的核对不作提示。
    .example = “录入”第 9 行填了人员经费 190,000 元，没有选资金来源，收入、支出各表都少了这笔钱。
    .mend = 在浅黄色的单元格中填写；“录入”表中补上缺少的科目编码或资金来源。

explain-wrong-form = 表单不是为这个单位、年度或表样制作的，或者锁定的单元格被改动。
    .why = 表单中记着制作时的单位、年度和表样。拿上年的或别的单位的表单改着用，表头、科目和公式可能不对。自动计算的单元格被改成数字时只作警告：金额照常读入。
    .example = 2027 年收到的文件是 2026 年的表单，只把标题改成了 2027 年。
    .mend = 用本单位本年度的表单重新填报。被改动的公式可以从没有填写的表单中复制回来。

command-template = 生成单位填报用的空白表单
arg-template-layout = 表样；不写时用上年预算的表样
arg-template-unit = 单位名称
arg-template-code = 单位编码
arg-template-department = 主管部门
arg-template-type = 单位类型（如 全额拨款事业单位）
arg-template-year = 预算年度；不写时为上年预算的下一年
arg-template-roster = 单位名册（xlsx、csv 等），每个单位生成一个表单
arg-template-from = 上年的预算（文件或 JSON；名册用文件夹，按单位编码或名称对应）：填入编码和名称，金额列在旁边
arg-template-entry = 每个数只填一次的表单：录入表自动生成各表
arg-template-rows = 各表预留的空行数（有上年预算时默认 10，没有时 200）
arg-template-projects = 预备几个项目的说明和绩效目标表；不写时与上年一样多，没有上年的为 3 个
arg-template-codes = 本年完整的科目表（xlsx、csv）：不在其中的编码不能填
arg-template-password = 工作表保护的密码（只防误操作）
arg-template-output = 输出的文件；名册用文件夹

form-no-year = 请用 --year 指定预算年度
form-no-layout = 请用 --layout 指定表样；可用的有：{ $known }
form-no-entry = 表样 { $layout } 按科目列的表还要分{ $dimension }，录入表没有这一项，填不出来；请不用 --entry，生成直接填表的表单
form-no-entry-lines = 表样 { $layout } 没有按功能分类科目汇总的表，各表本来就是逐行填写，录入表没有可以生成的表；请不用 --entry，生成直接填表的表单
form-no-unit = 请用 --unit 指定单位名称，或用 --roster 指定单位名册
form-roster-and-unit = 名册中已有单位，--unit、--code、--department、--type 不能与 --roster 同时使用
form-roster-needs-folder = { $path } 是一个文件；名册的表单要写到文件夹
form-from-needs-folder = { $path } 不是文件夹；名册的上年预算要放在一个文件夹中
form-from-needs-file = { $path } 是文件夹；请指定本单位的上年预算文件
form-from-twice = “{ $unit }”的上年预算有两个：{ $path } 和 { $other }；请只留一个
form-unreadable = { $path } 不能读取
form-roster-no-header = { $path }：没有找到表头，应有“单位编码”“单位名称”两列
form-roster-empty = { $path }：表头下没有单位
form-roster-repeated = { $path }：单位“{ $unit }”出现了两次（第 { $row } 行）
form-roster-no-name = { $path }：第 { $row } 行有编码 { $code }，没有名称
form-no-codes = { $path }：没有找到科目编码和名称两列，或其中没有 3、5、7 位的编码
form-not-xlsx = 表单是 .xlsx 工作簿：-o 请给以 .xlsx 结尾的文件名、已有的文件夹或 -，不能是 { $path }
form-not-made = “{ $unit }”的表单不能生成：{ $reason }
form-done = 生成了 { $count } 个表单，其中 { $known } 个带上年的科目，未用到的上年预算 { $unused } 个
form-unused = 没有对应单位的上年预算：{ $path }
