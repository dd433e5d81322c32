# What every cell of a submission was taken for.

taken-layout = 表样：{ $layout }（{ $name }）；{ $why }
taken-won-only = 只按这个表样读取
taken-won-blocks = 按它识别到的表块最多
taken-won-headers = 表块数相同，表头与它最吻合
taken-won-year-or-body = 表块和表头相同，年度或单位（部门）类别与它相符
taken-won-first = 与其他表样同样吻合，取排在前面的
taken-fit = 表块 { $blocks }，得分 { $score }，年度相符：{ $year }，单位或部门相符：{ $body }
taken-yes = 是
taken-no = 否
taken-missing-table = 没有找到：{ $table }

taken-sheet = 工作表 { $sheet }
taken-hidden = （隐藏）
taken-very-hidden = （深度隐藏，只有程序能取消）
taken-empty-sheet = （空）

taken-legend = 图例（单元格数）
taken-legend-star = 有错误或警告提到该单元格，见最后的清单
taken-role-title = 表的标题
taken-role-measure = 金额单位
taken-role-preparer = 编制单位
taken-role-header = 表头
taken-role-serial = 序号、栏次
taken-role-code = 科目编码
taken-role-name = 科目名称
taken-role-label = 行标签
taken-role-amount = 金额，已读入
taken-role-total = 合计行的金额，已读入
taken-role-repeated = 重复的金额，只读一次
taken-role-fault = 金额单元格，内容不能读
taken-role-note = 注、备注
taken-role-cover = 封面
taken-role-heading = 章节、项目或绩效目标表的标题
taken-role-paragraph = 章节或项目的段落
taken-role-form-label = 绩效目标表的标签
taken-role-form-entry = 绩效目标表的内容
taken-role-project-amount = 项目金额，已读入
taken-role-indicator = 绩效指标及指标值
taken-role-text = 表外文字，不属于已知章节
taken-role-placeholder = 没有填写的占位内容
taken-role-other-form = 其他表单中的数字，不读
taken-role-other = 其他内容（日期、空公式、备用行的零）
taken-role-not-read = 没有读入的数字
taken-role-hidden = 隐藏的内容，没有读入
taken-role-behind = 合并单元格背后的内容，没有读入

taken-document = 表外内容
taken-section = { $part } { $places } { $name }：段落 { $paragraphs }
taken-project = { $part } { $places } { $name }：段落 { $paragraphs }，预算明细 { $items }，绩效指标 { $indicators }

taken-table = { $name }（{ $table }），工作表 { $sheet }
taken-page = ，第 { $page } 页，共 { $pages } 页
taken-title = 标题：{ $quote }
taken-no-title = 标题：没有
taken-preparer = 编制单位：{ $name }
taken-year = 标题中的年度：{ $year }
taken-measure-stated = 金额单位：{ $measure }，见 { $cell } { $text }
taken-measure-default = 金额单位：{ $measure }，表中没有写明，按表样
taken-header = 表头：第 { $from } 行至第 { $to } 行
taken-no-header = 表头：没有，沿用前一页的列
taken-rows = 数据：第 { $from } 行至第 { $to } 行，读入 { $lines } 行、{ $amounts } 个金额
taken-missing-column = 没有找到列：{ $column }
taken-columns = 列（读作 <- 表头）：
taken-lines = 读入的行（行 金额单元格=列）：
taken-unknown-key = （编码不明：{ $text }）
taken-total-key = （合计行）

taken-matched-as-printed = 与表样相同
taken-matched-other-spelling = 表样列出的其他写法
taken-matched-partly = 表头部分相符
taken-matched-code = 编码列
taken-matched-page-before = 沿用前一页
taken-left-beside = 表外列（序号、备注等）
taken-left-repeated = 与左边的列重复，没有读
taken-left-other-year = 其他年度的列，没有读
taken-left-not-understood = 不认识，没有读
taken-nearest = { $text }；最接近：{ $nearest }

taken-strange = 没有认出的标题和表头
taken-strange-no-header = 是表的标题，但下面没有能识别的表头
taken-strange-no-table = 是表的标题，但下面没有表
taken-strange-title = 像标题，但不是表样中的表
taken-strange-header = 像表头，但没有标题，不能确定是哪张表

taken-findings = 问题（用 yusuan explain 加代码看说明）
taken-cells = { $count } 个单元格：
taken-yuan = { $yuan } 元

taken-head-layout = 表样
taken-head-blocks = 表块
taken-head-score = 得分
taken-head-year = 年度相符
taken-head-body = 单位或部门相符
taken-head-column = 列
taken-head-header = 表头
taken-head-field = 读作
taken-head-layout-header = 表样的表头
taken-head-matched = 依据
taken-head-lines = 读入的行
taken-head-cell = 单元格
taken-head-line = 行
taken-head-amounts = 金额（单元格、列、元）

taken-code-why = 为什么
taken-code-example = 例子
taken-code-mend = 怎么改

taken-neither = 没有文件 `{ $name }`，也没有这个问题代码；最接近的代码是 `{ $nearest }`
taken-sheet-of-code = --sheet 只用于文件，不用于问题代码
taken-no-spreadsheet = { $file }：不是单个表格文件；explain 说明一个表格文件中每个单元格被读作什么
taken-no-sheet = 没有工作表“{ $sheet }”；有：{ $sheets }

# Numbers in the texts.
taken-numbers = 文字中的数：{ $tied } 个与预算表或其他数据对应，{ $untied } 个没有对应
untied-not-said = 没有说明是哪一项，或用了不认识的词
untied-not-in-tables = 所说的内容不在预算表中
untied-reason = 属于原因或用途的说明
untied-other-year = 属于其他年度
