# 文件夹中没有读取的内容，以及看似结果而仍然读取的文件。

aside-other = { $path }：未读取：.{ $ending } 不是能读取的电子表格；如果是报送的内容，请索取电子表格
aside-no-ending = { $path }：未读取：文件名没有电子表格的扩展名；要读取请直接指明这个文件
aside-no-file = { $path }：未读取：不是普通文件
aside-hidden-folder = { $path }：未读取：是隐藏的文件夹；要读取请直接指明
aside-link-to-folder = { $path }：没有跟随：是指向文件夹的链接；要读取请直接指明
aside-link = { $path }：只计一次：是指向 { $target } 的链接，该文件已读取
aside-own = { $path }：未读取：是本程序写出的{ $made }，写出后没有改动；要读取请直接指明这个文件
aside-own-read = { $path }：已读取，但它是本程序写出的{ $made }，写出后没有改动
aside-mended = { $path }：作为报送文件读取：由本程序标注过，之后又由别的程序保存过
aside-standard = 标准工作簿
aside-marked = 标注后的工作簿
aside-facts = 金额明细表
aside-kind-other = 其他
aside-kind-hidden = 隐藏文件夹
aside-kind-link = 链接
aside-all = 另有未读取的 { $count } 个（{ $kinds }）
