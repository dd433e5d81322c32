# What the page says in place of the command's words that speak of its options. What goes into files stays the command's.

unreadable-file =
    .help-json = 请读取原来的电子表格。

limit-exceeded =
    .help = 删除不需要的内容后重新保存，再拖到这里；确需全部读入的，本页不能放宽限制，请用命令行程序。

internal-error =
    .help = 报送单位不必为此修改文件。请保留这个文件，连同本条消息和本页文件的日期告诉发给您本页的人；在修复之前请人工审核这个文件，或另存为 .xlsx 后再试。其他文件照常处理，不受影响。

no-layout-fits =
    .help = 请先确认报送的是预算表，不是决算表或其他报表。如果本地区就用这套表，请管理员为它写一份表样，在“上年预算、自有表样”中加入后再读；确实要按某个已有表样读，请在“读取所用的表样”中选定。

layout-tie =
    .help = 请在“上年预算、自有表样”的“读取所用的表样”中选定本地区的表样。

previous-not-used =
    .help = 请在“上年预算、自有表样”中给出本单位上一年的预算，或者存放各单位上年预算的文件夹。

cli-incomplete = { $path }：没有写出，合计之内有 { $count } 个单元格没有读入，写出的合计会是错的；请改正后再拖到这里
report-not-drawn = 本文件其余 { $count } 个问题没有画出单元格；下载标注后的工作簿，可以看到全部。

form-no-year = 请填写“预算年度”
form-no-layout = 请选择“表样”；可用的有：{ $known }
form-no-entry = 表样 { $layout } 按科目列的表还要分{ $dimension }，录入表没有这一项，填不出来；请不选“录入式”，生成直接填表的表单
form-no-entry-lines = 表样 { $layout } 没有按功能分类科目汇总的表，各表本来就是逐行填写，录入表没有可以生成的表；请不选“录入式”，生成直接填表的表单
form-no-unit = 请填写“单位名称”

explain-limit-exceeded =
    .mend = 删除表格以外多余的行、列和内容后重新保存。内容确实需要时，请用命令行程序，那里可以放宽限制。

explain-internal-error =
    .mend = 报送单位不必修改。请把文件、消息和本页文件的日期告诉发给您本页的人。修复之前请人工审核这个文件；用 Excel 或 WPS 另存为 .xlsx 后再试，往往可以通过。

explain-no-table =
    .mend = 把标题和表头改成与下发的表样一致。

explain-no-layout-fits =
    .mend = 报错了文件的，换成本年度的预算表。本地区就用这套表的，写一份表样，在“上年预算、自有表样”中加入，单位不需要改动文件。

explain-layout-tie =
    .mend = 在“上年预算、自有表样”的“读取所用的表样”中选定本地区的表样；或把各表放在一个文件里。

explain-number-not-read =
    .mend = 应当报送的金额填到表样的行和列里，不需要的数字删除。

explain-hidden-content =
    .mend = 应当公开的取消隐藏，并放在所属部分的标题下面；不应报送的删除。

explain-text-amount-differs =
    .mend = 核对预算表与文字，改正错的一处。

explain-text-arithmetic =
    .why = 增减额是本年数减上年数，幅度是增减额除以上年数。上年数取自文字；给出上年预算时取自上年预算表。结果在四舍五入的误差之内算对。

explain-section-missing =
    .mend = 按规定的格式补上。

explain-previous-not-used = 给出的上年预算不是这个单位上一年的。
