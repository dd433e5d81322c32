# Words and parts of sentences that stand within other messages.

list-separator = 、
word-none = （无）
word-empty = （空）
bad-code-proposal = ；应为 { $code }？
hidden-sheet = 工作表
hidden-row = 行
hidden-column = 列
hidden-format = 格式（如 ;;;）
hidden-merge = 合并单元格
content-left-out = 没有读作内容，不写入公开文本和标准表
content-kept = 已按要求读作内容，会写入公开文本和标准表
measure-yuan = 元
measure-thousand = 千元
measure-ten-thousand = 万元
measure-million = 百万元
measure-hundred-million = 亿元
place-row = 行“{ $row }”
place-column = 列“{ $column }”
place-goal = 项目“{ $field }”
place-document = 表外文字
