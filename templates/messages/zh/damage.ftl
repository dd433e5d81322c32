# Why a file, or part of it, could not be read: the reasons within the messages of `unreadable-file` and `limit-exceeded`.

damage-quoted = 读取时出错（{ $error }）
damage-part = 部件 { $part }：{ $reason }
damage-cell = 单元格 { $cell }：{ $reason }
damage-formulas = 公式不能读取：{ $reason }
damage-no-sense = 内容不合格式，无法理解
damage-encoding = 含有不是 { $encoding } 编码的字节
damage-text = 含有不是 { $encoding } 编码的字节，显示为 �
damage-cell-twice = 单元格 { $cell } 在文件中不止一次，以最后一次为准
damage-cell-moved = 单元格 { $cell } 读成了 { $other }
damage-no-such-cell = 没有名为“{ $cell }”的单元格
damage-no-shared-text = 单元格 { $cell }：文件中没有第 { $number } 号共享文字
damage-record = 单元格 { $cell }：记录已损坏
damage-records = 单元格 { $cell } 及其后各格：记录已损坏
damage-long-text = 有一段长文字不能读完
damage-sheet-end = 工作表的结尾缺失
damage-document-end = 文档的结尾缺失
damage-workbook-end = 工作簿部件的结尾缺失
damage-shared-texts = 共享文字的结尾缺失
damage-no-sheet = 文件中没有这张工作表的内容
damage-no-sheets = 工作簿中没有工作表
damage-no-workbook = 缺少工作簿部件
damage-no-relations = 工作簿没有写明各工作表在哪里
damage-same-name = 另有一张同名的工作表
damage-overlap = 各工作表的内容重叠
damage-old-excel = 不是 Excel 5 或更高版本的工作簿
damage-header = 文件头已损坏
damage-sectors = 扇区表比文件还长

limit-bytes = 文件有 { $count } 个字节
limit-sheets = 文件有 { $count } 张工作表
limit-parts = 压缩包中有 { $count } 个部件
limit-part = 部件 { $part } 解压后过大
limit-shared-texts = 文件的共享文字过多
limit-grid = 有内容的单元格相距太远，共跨 { $count } 个单元格
limit-spaces = 文字中的空格过多
limit-cell = 单元格 { $cell } 及其他超出范围的内容没有读入
limit-rest = 其余内容没有读入

json-form = 不是 JSON，或不合预算数据的格式（{ $error }）
json-schema = 格式版本是“{ $found }”，应为“{ $expected }”
json-repeated = 表 { $table } 出现了两次
json-unknown = 预算模型中没有{ $what }
json-table = 表 { $table }
json-block = 表 { $table } 的块 { $block }
json-row = 表 { $table } 的行 { $row }
json-column = 表 { $table } 的列 { $column }
json-layout = 没有表样“{ $layout }”

io-not-found = 没有这个文件或文件夹
io-denied = 没有权限
io-folder = 这是文件夹，不是文件
io-no-folder = 路径中有一段不是文件夹
io-exists = 已经存在
io-full = 磁盘已满
io-read-only = 磁盘是只读的
io-other = 系统报告：{ $error }
