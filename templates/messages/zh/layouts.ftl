# Layouts: the command `layouts`, and what is wrong with a layout file.
command-layouts = 表样：列出、查看、检查、升级、由空表起草
command-layouts-list = 列出全部表样：代号、名称、单位或部门、年度
command-layouts-show = 打印一个表样的 TOML 文件，供复制修改
command-layouts-check = 检查一个表样文件，一次列出全部错误；可用已填的工作簿试读
command-layouts-upgrade = 把格式 1 的表样改写成格式 2，注释保留
arg-layouts-upgrade-file = 格式 1 的表样文件
arg-layouts-upgrade-output = 改写后的文件；不写则写到标准输出
arg-layouts-show-id = 表样的代号（见 layouts list）
arg-layouts-check-file = 表样文件（TOML）；同一文件夹中的 model.toml 一并读取
arg-layouts-check-samples = 已填的工作簿：按这个表样读取，列出各合计在多少个单元格上成立，以及没有读入的内容
layouts-unit = 单位
layouts-department = 部门
layouts-fine = { $file }：没有错误；{ $layout }：{ $tables } 张表，{ $blocks } 块，{ $columns } 列，{ $rows } 行
layouts-sample = { $file }：读入金额 { $amounts } 个；以下每行前面是合计成立的单元格数/可核对的单元格数
layouts-block = { $title } [{ $table }.{ $block }]：{ $lines } 行，金额 { $amounts } 个
layouts-block-open = { $title } [{ $table }.{ $block }]：{ $lines } 行，金额 { $amounts } 个；closed = false，不要求合计相等
layouts-differs = ← 首处不等 { $place }：{ $total }，各项之和 { $sum }
layouts-total = 合计 (all)
layouts-class = 各类
layouts-section = 各款
layouts-item = 各项
layouts-groups = 各单位
layouts-records = 各行
layouts-unknown = 编码不明的行
layouts-all-read = 表、列、行和数字都已读入
layouts-not-read = 没有读入的：

layout-said = { $said }
layout-format = 格式是 { $format }，应为 2
layout-format-1 = 这是格式 1 的表样：用 `yusuan layouts upgrade 文件` 改写成格式 2
layout-not-format-1 = 这个表样写明了格式（format），不是格式 1
layout-other-form = 只能改写这样写的表样：表、块各以 [[table]]、[[table.block]] 开头，列和行写在 columns = […]、rows = […] 中，固定行逐行列出
layout-ask-words = 请填写 `{ $key }`：这里的金额是什么？写一个词、一个科目编码或几个词；可用：{ $allowed }
layout-ask-table = 请填写 `{ $key }`：这是哪一张表？可用：{ $allowed }；其他名称先写在 [tables] 里
layout-ask-one = 请填写 `{ $key }`；可用：{ $allowed }
layout-ask-closed = 请填写 `{ $key }`：印出的各项加起来就是合计的写 true，否则写 false
layout-ask = 请填写 `{ $key }`
