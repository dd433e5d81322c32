# The words of each finding. A message's attributes: `help` says what to do; the others are other wordings of the same code.

unreadable-file = 文件不能读取：{ $reason }
    .name = 文件不能读取
    .help = 请核对是不是选错了文件；确是这个文件的，用 Excel 或 WPS 打开，能打开就另存为 .xlsx 后重新报送，打不开就重新制作。
    .help-io = 请核对路径和权限，关闭正在使用该文件的程序后重试。
    .help-changed = 请等文件写完后再读一次。
    .help-empty = 文件里没有内容；请重新取得该文件。
    .help-encrypted = 请打开文件、取消打开密码、保存后重新报送。
    .help-json = 请用 yusuan convert 重新生成 JSON，或直接读取原来的电子表格。
    .help-picture = 请报送填好的电子表格（.xlsx、.xls、.et、.ods），不要报送截图。
    .help-pdf = 请报送填好的电子表格（.xlsx、.xls、.et、.ods），不要报送打印件。
    .help-document = 请报送填好的电子表格（.xlsx、.xls、.et、.ods）；表格在文档里的，复制到下发的表单中。
    .sheet = 工作表不能完整读取：{ $reason }
    .sheets = { $count } 张工作表不能完整读取：{ $reason }（{ $sheets }）
    .io = 文件打不开：{ $reason }
    .changed = 文件在读取过程中被修改；请待编辑或复制完成后重试
    .empty = 文件是空的
    .encrypted = 文件有密码保护（已加密），请取消密码后另存再报送
    .corrupt = 文件已损坏：{ $reason }
    .truncated = 文件不完整：结尾缺失，可能没有传输完
    .html = 文件其实是网页（HTML），其中没有表格；如果表格在旁边的文件里，请另存为单个文件或 .xlsx
    .old-excel = 文件是 Excel 5.0/95（BIFF5）或更早版本的旧格式，无法读取
    .xml = 文件是 XML 文档，不是电子表格
    .picture = 文件其实是图片，不是电子表格
    .pdf = 文件其实是 PDF，不是电子表格
    .document = 文件其实是文字文档或演示文稿，不是电子表格
    .archive = 文件是压缩包，请解压后报送其中的电子表格
    .text = 文件其实是纯文本；如果是表格数据，请把扩展名改为 .csv 或 .tsv
    .unknown = 文件不是已知的电子表格格式
    .json = JSON 文件不是预算数据：{ $reason }

limit-exceeded = 超过限制 { $limit }（{ $value }）：{ $found }
    .name = 超过限制
    .help = 请删除多余的内容后重新保存；确需处理时，用选项 --{ $limit } 放宽限制。

internal-error = yusuan 处理这个文件时自身出错；这是 yusuan 的缺陷，不是文件的问题
    .name = 程序自身出错
    .help = 报送单位不必为此修改文件。请保留这个文件，连同本条消息和版本号（yusuan --version）告诉维护 yusuan 的人；在修复之前请人工审核这个文件。其他文件照常处理，不受影响。
    .opening = yusuan 打开文件时自身出错；这是 yusuan 的缺陷，不是文件的问题；文件没有读入
    .reading = yusuan 读取文件内容时自身出错；这是 yusuan 的缺陷，不是文件的问题；内容没有读入
    .checking = yusuan 检查时自身出错；这是 yusuan 的缺陷，不是文件的问题；文件已读入，但检查没有做完
    .explaining = yusuan 说明各单元格的读法时自身出错；这是 yusuan 的缺陷，不是文件的问题；没有可显示的内容
    .reporting = yusuan 写报告时自身出错；这是 yusuan 的缺陷，不是文件的问题；报告有删节
    .marking = yusuan 标注工作簿时自身出错；这是 yusuan 的缺陷，不是文件的问题；没有写出标注的工作簿
    .writing = yusuan 写出结果时自身出错；这是 yusuan 的缺陷，不是文件的问题；没有写出结果

no-table = 没有找到任何预算表；最接近的标题是“{ $nearest }”
    .name = 没有预算表
    .help = 请检查各表的标题和表头是否与下发的表样一致。

no-layout-fits = 没有适合这个文件的表样：最接近的是 { $layout }，{ $tables } 张表只认出 { $found } 张；文件中有 { $others } 张其他的表（{ $titles }），{ $count } 个数字都没有读入
    .name = 没有适合的表样
    .help = 请先确认报送的是预算表，不是决算表或其他报表。如果本地区就用这套表，请管理员为它写一份表样（可先用 yusuan layouts infer 起草），用 --templates 加入后再读；确实要按某个已有表样读，请用 --layout 指定。

layout-tie = 表样 { $others } 同样适合，但金额的含义不同；按 { $layout } 读取
    .name = 表样不唯一
    .help = 请用 --layout 指定表样。

missing-table = 缺少“{ $table }”
    .name = 缺表
    .help = 请补上该表；没有数据也要保留空表并注明。

repeated-table = “{ $table }”出现了两次，金额不同；采用前一张
    .name = 表重复
    .help = 请只保留一张正确的表。
    .same = “{ $table }”出现了两次，金额相同；只读一次

header-not-understood = “{ $table }”缺少列“{ $column }”；未识别的表头中最接近的是“{ $nearest }”
    .name = 表头不识别
    .help = 请按表样恢复表头（上级表头和下级表头都要完整），不要增删、改名金额列。
    .unknown = “{ $table }”有不认识的列“{ $column }”，其中的数字未读入
    .block = “{ $table }”有标题，但表头不能识别；最接近的表头文字是“{ $nearest }”
    .repeated = “{ $table }”的列“{ $column }”出现了两次，只读第一列

unit-missing = “{ $table }”没有写明金额单位，按{ $measure }处理
    .name = 缺金额单位
    .help = 请在表的右上方写明“单位：元”或“单位：万元”。
    .unclear = “{ $table }”的金额单位写得不清楚（“{ $text }”），暂按{ $measure }处理

unit-suspect = “{ $table }”的金额单位可能有误：与“{ $other }”中相同的 { $count } 项数据都相差 { $factor } 倍
    .name = 金额单位可疑
    .help = 请核对该表的金额单位（元、千元、万元）与所填数字是否一致。
    .form = 项目“{ $project }”的绩效目标表的单位是{ $stated }，但数字与项目说明相符的单位是{ $fits }
    .contradict = “{ $table }”写了不同的金额单位，按{ $measure }处理
    .format = “{ $table }”的单位是{ $measure }，但有 { $count } 个金额的数字格式是缩小显示的（如保存的是 { $text }），看到的数字与单位不符；按保存的数字读入

not-a-number = 金额单元格中不是数字：“{ $text }”
    .name = 不是数字
    .help = 请只填数字；没有金额时留空或填 0，文字说明放在备注中。
    .before = 行“{ $line }”的列 { $columns } 原来填的不是数字，没有读入
    .merged = 金额单元格合并了几行（{ $range }），不能确定属于哪一行
    .dates = “{ $table }”有 { $count } 个金额单元格是日期或时间，如 { $text }；没有读入

error-value = 金额单元格中是错误值 { $text }
    .name = 错误值
    .help = 请修正公式，或直接填写数字。

formula-without-value = “{ $table }”有 { $count } 个公式没有保存计算结果，已按公式重新计算
    .name = 公式无结果
    .help = 请用 Excel 或 WPS 打开文件、重新计算并保存。
    .sheet = 工作表“{ $sheet }”有 { $count } 个公式没有保存计算结果，已按公式重新计算
    .unknown = 公式“{ $formula }”没有保存计算结果，也不能重新计算

formula-not-recalculated = “{ $table }”有 { $count } 个公式保存的结果与公式不符（文件改动后没有重新计算），已按公式算得的结果读入；{ $cell } 保存的是 { $stored }，按公式算得 { $computed }
    .name = 公式未重新计算
    .sheet = 工作表“{ $sheet }”有 { $count } 个公式保存的结果与公式不符（文件改动后没有重新计算），已按公式算得的结果读入；{ $cell } 保存的是 { $stored }，按公式算得 { $computed }
    .help = 请用 Excel 或 WPS 打开文件，按 F9 重新计算，核对这些单元格后保存，再报送。
    .form = 表单有 { $count } 张表的公式没有重新计算，多半是由程序填写的；已按填写的内容重新计算：{ $tables }

text-number = “{ $table }”有 { $count } 个金额以文本保存，已按数字读入
    .name = 文本数字
    .help = 建议把这些单元格的格式改为数值后重新填写。
    .form = “{ $table }”有 { $count } 个金额是文本，表单的公式不会把它们计入合计；已按数字读入

number-format = “{ $table }”有 { $count } 个金额按数字格式缩小显示，已按看到的数字和单位读入，如 { $text }
    .name = 数字格式
    .help = 请确认看到的数字就是要报送的金额；最好直接填写该单位的数字，不用格式缩小。
    .percentage = “{ $table }”有 { $count } 个金额显示为百分比，如保存的是 { $text }；已按保存的数字读入

number-not-read = { $count } 个数字不属于任何已识别的行和列，没有读入
    .name = 数字未读入
    .help = 请检查这些数字是否应在表内；不需要的请删除，需要的请按表样填写。
    .row = 行“{ $label }”不在表样中，其中的数字没有读入
    .entry = 录入有 { $count } 个数不进入任何表，如“{ $text }”：没有表列本行资金来源的这一项
    .rows = “{ $table }”有几行不同的金额，不能确定以哪一行为准；没有读入
    .totals = “{ $table }”有两行不同的合计，只读第一行
    .too-large = 文字中的“{ $quote }”数额过大，不可能是金额或数量，没有读入；请核对这个数字
    .outside = 工作表“{ $sheet }”中有 { $count } 个数字，但没有找到已知的表

hidden-amount = “{ $table }”有 { $count } 个金额在隐藏的{ $where }中；已照常读入
    .name = 隐藏金额
    .help = 请取消隐藏并确认这些金额是否应当报送。

hidden-content = 工作表“{ $sheet }”的 { $range } 有 { $count } 个单元格的内容被隐藏（{ $where }），其中 { $numbers } 个单元格是数字；{ $done }
    .name = 隐藏或表外内容
    .help = 应当公开的请取消隐藏；不应报送的请删除，隐藏的内容会随文件一起交出去。
    .behind = 工作表“{ $sheet }”的 { $range } 有 { $count } 个单元格在合并单元格背后，其中 { $numbers } 个单元格是数字，与显示的内容不同；{ $done }
    .unplaced = 工作表“{ $sheet }”的 { $range } 有 { $count } 个单元格不属于预算文本的任何部分，其中 { $numbers } 个单元格是数字；{ $done }

too-many-digits = “{ $table }”有 { $count } 个金额超过两位小数（精确到分），已四舍五入到分
    .name = 小数位过多
    .help = 请把金额四舍五入到分；公式可用 ROUND(…,2)。

negative-amount = 预算金额为负数：{ $yuan } 元
    .name = 负数
    .help = 请核对；预算数一般不应为负。

class-not-known = 类“{ $name }”在本文件和科目表中都找不到编码；该行保留
    .name = 类名不识别
    .help = 请核对类级科目的名称是否与政府收支分类科目一致。

placeholder-left = 还有 { $count } 处没有填写的占位内容，如“{ $text }”
    .name = 占位内容未填
    .help = 请填写实际内容，或删除占位文字。

name-missing = 没有找到单位名称
    .name = 缺单位名称
    .help = 请在表上方写明“编制单位：……”，或在封面写明“预算单位：……”。

year-missing = 没有找到预算年度
    .name = 缺年度
    .help = 请在表的标题或封面中写明年度，如“2023年……”。

wrong-year = “{ $table }”的标题是 { $year } 年，与其他表的 { $other } 年不同；该表未读入
    .name = 年度不符
    .help = 请换成本年度的内容，或改正年度；上年的表不要放在同一文件中。
    .read = “{ $table }”的标题是 { $year } 年，与其他表的 { $other } 年不同；仍作为本年度的表读入
    .heading = 标题“{ $quote }”写的是 { $found } 年，预算年度是 { $year } 年
    .text = “{ $quote }”写的是 { $found } 年，不是预算年度 { $year } 年，也不是上一年
    .subject = “{ $quote }”说的是 { $found } 年，预算年度是 { $year } 年
    .compared = “{ $quote }”是与预算年度 { $year } 年本身比较，应与上一年比较
    .twice = “{ $quote }”同一年度 { $year } 年写了两个数，其中一个应是上一年的
    .executed = “{ $quote }”说的是预算年度 { $year } 年的执行数，应是上一年的
    .note = “{ $table }”的表注写的是 { $found } 年，预算年度是 { $year } 年：“{ $quote }”
    .form = 绩效目标表的年度是 { $found } 年，预算年度是 { $year } 年：“{ $quote }”

name-varies = “{ $table }”的编制单位是“{ $name }”，与其他表的“{ $other }”不同；该表未读入
    .name = 名称不一致
    .help = 一个文件只报一个单位（或部门）；名称请统一。
    .read = “{ $table }”的编制单位是“{ $name }”，与其他表的“{ $other }”不同；按填写疏漏处理，该表已读入
    .forms = 单位名称有几种写法：“{ $name }”和{ $others }
    .department = 这张绩效目标表的主管部门是“{ $name }”，其他表的是“{ $other }”
    .other = 这里的单位是“{ $other }”，预算表的单位是“{ $name }”

bad-code = 科目编码“{ $text }”不是 3、5 或 7 位数字（经济分类 3 或 5 位）{ $proposal }
    .name = 编码有误
    .help = 请填写完整的科目编码。
    .entry-further = 录入有 { $count } 行的经济分类不是 5 位的款级编码，如“{ $text }”；共 { $yuan } 元没有进入任何表
    .entry = 录入有 { $count } 行的科目编码不是 7 位的项级编码，如“{ $text }”；共 { $yuan } 元没有进入任何表
    .item = 文字中的编码“{ $stated }”与科目名称不符，应为“{ $expected }”（科目 { $line }）

unknown-code = 科目编码 { $code }（{ $name }）不在随附的科目表中
    .name = 编码不在科目表
    .help = 随附的功能分类科目表不完整；请对照当年的政府收支分类科目核对。
    .many = “{ $table }”有 { $count } 个科目编码不在随附的科目表中：{ $codes }

name-differs = 科目 { $code } 的名称是“{ $expected }”，表中写的是“{ $name }”
    .name = 科目名称不符
    .help = 请核对编码和名称。
    .text = 文字里的科目 { $code } 用了旧名称“{ $name }”，现名是“{ $expected }”
    .older = 科目 { $code } 用了旧名称“{ $name }”，现名是“{ $expected }”
    .spelling = 科目 { $code } 的名称“{ $name }”与“{ $expected }”只有括号、空格或标点的差别
    .missing = “{ $table }”有 { $count } 行只有科目编码，没有科目名称：{ $codes }
    .item = 文字中写的是“{ $stated }”，{ $code } 的名称是“{ $expected }”（科目 { $line }）

parent-missing = 科目 { $code }（{ $name }）没有上级行：缺少 { $parent }
    .name = 缺上级科目
    .help = 请补上类、款的小计行。
    .flat = “{ $table }”只列了最末级科目，没有类、款小计行

repeated-code = 科目 { $code }（{ $name }）在“{ $table }”中出现了两次
    .name = 科目重复
    .help = 请合并为一行，或改正其中一行的编码。
    .same = 科目 { $code }（{ $name }）在换页后重复列示，金额相同；只读一次
    .entry = 录入有 { $count } 行的科目和资金来源与别的行相同，已合并相加

kind-suspect = 经济分类 { $code }（{ $name }）填在了{ $kind }列
    .name = 经费类别可疑
    .help = 工资福利支出、对个人和家庭的补助一般属于人员经费，商品和服务支出、资本性支出一般属于公用经费；请核对。

out-of-order = “{ $table }”的科目编码没有按从小到大排列：{ $code } 在 { $before } 之后
    .name = 科目未排序
    .help = 建议按科目编码顺序排列。

parts-differ = { $line }：{ $column } { $stated } 元，各项之和 { $sum } 元，相差 { $difference } 元
    .name = 分项不符
    .help = 请核对同一行中合计列与各分项列的金额。
    .part = { $part-line }：{ $part-column } { $part } 元，应为 { $expected } 元；否则{ $column } { $stated } 元与各项之和 { $sum } 元相差 { $difference } 元
    .undecided = { $line }：{ $column } { $stated } 元，各项之和 { $sum } 元，相差 { $difference } 元；哪一格有误不能确定，下列单元格按可能性排列

change-differs = { $line }：{ $column } { $stated } 元，应为 { $own } − { $base } = { $expected } 元，相差 { $difference } 元
    .name = 增减不符
    .help = 请核对本年数、上年数和增减额；增减额最好用公式。
    .percentage = { $line }：{ $column } { $stated }%，本年 { $own } 元、上年 { $base } 元，应为 { $expected }%

part-exceeds = { $line }：其中“{ $column }” { $stated } 元，多于{ $whole-line }的“{ $whole-column }” { $expected } 元，多 { $difference } 元
    .name = 其中数超过总数
    .help = 其中数是总数的一部分，不能多于总数；请核对这两格。

children-differ = { $line }：{ $column } { $stated } 元，下级之和 { $sum } 元，相差 { $difference } 元
    .name = 上下级不符
    .help = 请核对该行与其下级各行的金额。
    .part = { $part-line }：{ $part-column } { $part } 元，应为 { $expected } 元；否则{ $line } { $stated } 元与下级之和 { $sum } 元相差 { $difference } 元
    .undecided = { $line }：{ $column } { $stated } 元，下级之和 { $sum } 元，相差 { $difference } 元；哪一格有误不能确定，下列单元格按可能性排列
    .blank = “{ $table }”有 { $count } 个小计行没有填金额，而下级各行有金额

total-differs = { $line }：{ $column } { $stated } 元，各行之和 { $sum } 元，相差 { $difference } 元
    .name = 合计不符
    .subtotal = “{ $label }”行 { $stated } 元，上面各行之和 { $expected } 元，相差 { $difference } 元
    .help = 请核对合计行与各行的金额。
    .part = { $part-line }：{ $part-column } { $part } 元，应为 { $expected } 元；否则{ $line } { $stated } 元与各行之和 { $sum } 元相差 { $difference } 元
    .undecided = { $line }：{ $column } { $stated } 元，各行之和 { $sum } 元，相差 { $difference } 元；哪一格有误不能确定，下列单元格按可能性排列

tables-differ = “{ $table }”{ $line }：{ $column } { $stated } 元，“{ $other }”中为 { $expected } 元，相差 { $difference } 元
    .name = 表间不符
    .help = 请核对两张表中同一项数据的金额。
    .undecided = “{ $table }”{ $line }：{ $column } { $stated } 元，“{ $other }”中为 { $expected } 元，相差 { $difference } 元；哪一处有误不能确定，下列单元格按可能性排列
    .absent = “{ $table }”没有“{ $line }”一行，而“{ $other }”中为 { $expected } 元
    .miscoded = “{ $table }”的科目编码 { $code } 可能有误：其他表中名称和金额相同的是 { $expected }（{ $name }）
    .table = “{ $table }”与其他表普遍不符，有 { $count } 处；可能不是同一版本的表
    .at-least = “{ $table }”{ $line }：{ $column } { $stated } 元，少于“{ $other }”中的 { $expected } 元
    .at-most = “{ $table }”{ $line }：{ $column } { $stated } 元，多于“{ $other }”中的 { $expected } 元

not-balanced = “{ $table }”收支不平衡：{ $line }的{ $column } { $stated } 元，另一方 { $expected } 元，相差 { $difference } 元
    .name = 收支不平
    .help = 请核对收入与支出：收入总计应等于支出总计，各项财政拨款的收入应等于支出。
    .undecided = “{ $table }”收支不平衡：{ $line }的{ $column } { $stated } 元，另一方 { $expected } 元，相差 { $difference } 元；哪一处有误不能确定，下列单元格按可能性排列

agency-operating-differs = 机关运行经费 { $stated } 元，大于一般公共预算基本支出中的公用经费 { $expected } 元
    .name = 机关运行经费不符
    .help = 机关运行经费是行政单位和参照公务员法管理的事业单位基本支出中的日常公用经费；请核对。
    .differs = 机关运行经费 { $stated } 元，与一般公共预算基本支出中的公用经费 { $expected } 元不同
    .institution = 本单位是事业单位（“{ $type }”），却填了机关运行经费 { $stated } 元

three-public-below = “三公”经费中{ $item } { $stated } 元，小于经济分类 { $code }（{ $name }）的 { $expected } 元
    .name = “三公”偏小
    .help = “三公”经费包括基本支出和项目支出，一般不小于经济分类中的相应科目；请核对金额和单位（万元）。

three-public-above = “三公”经费 { $stated } 元，大于财政拨款支出总计 { $expected } 元；可能把元填在了万元表中
    .name = “三公”偏大
    .help = 请核对“三公”经费表的金额单位（万元）与所填数字。
    .item = “三公”经费中{ $item } { $stated } 元，是经济分类 { $code }（{ $name }）{ $expected } 元的 1000 倍以上；可能把元填在了万元表中

related-differ = 经济分类 { $economic } 合计 { $stated } 元，与功能分类 { $function } 的基本支出 { $expected } 元不同，相差 { $difference } 元
    .name = 相关科目不符
    .help = 这两项通常相等；如有其他原因不必处理。
    .share = { $function } 为 { $stated } 元，是 { $of } 的 { $percent }%；通常是 { $share }%，即 { $expected } 元

empty-table-note = “{ $table }”没有金额，表下也没有说明
    .name = 空表说明
    .help = 没有数据的表请在表下注明，如“注：本单位本年度无此项预算，故本表无数据”。
    .stated = “{ $table }”有金额，表下却注明没有：“{ $note }”
    .other = “{ $table }”的表注说的是另一项资金：“{ $note }”

rounding = “{ $table }”有 { $count } 处合计与分项之和有尾差，在四舍五入的误差之内（最大 { $difference } 元）
    .name = 四舍五入尾差
    .help = 一般不需处理；如要完全相等，请统一保留的位数。
    .department = 部门自报 { $own } 元，所属单位汇总 { $units } 元，相差 { $difference } 元，在四舍五入的误差之内

mixed-precision = “{ $table }”中整元与角分混用：有 { $count } 处不相等，在整元四舍五入的误差之内（最大 { $difference } 元）
    .name = 整元与角分混用
    .help = 请把同一张表的金额都填到分，或者都四舍五入到元。
previous-not-used = 上年预算 { $path } 是“{ $other }”的，不是“{ $unit }”的；没有用来核对
    .name = 上年预算未用
    .help = 请用 --previous 给出本单位上一年的预算，或者存放各单位上年预算的文件夹。
    .year = 上年预算 { $path } 是 { $other } 年的，不是 { $year } 年的上一年；没有用来核对
    .none = 给出的文件夹中没有“{ $unit }”上一年的预算；与上年的比较没有核对
# The lines below a finding.
finding-yuan = （{ $yuan } 元）
finding-more-cells = …… 共 { $count } 个单元格
finding-total-line = 合计行
finding-all-column = 合计
finding-help = 处理：{ $help }
