# 文字与项目。

text-amount-differs = “{ $quote }”与预算表不符：文字为 { $stated }，预算表为 { $expected }（{ $yuan } 元），相差 { $difference } 元
    .name = 文字金额不符
    .help = 请核对预算表和文字，以正确的数为准，把另一处改过来。
    .previous = “{ $quote }”与上年预算表不符：文字为 { $stated }，上年预算表为 { $expected }（{ $yuan } 元），相差 { $difference } 元
    .cut = “{ $quote }”没有四舍五入，是截去的：文字为 { $stated }，预算表为 { $expected }（{ $yuan } 元）
    .none = “{ $quote }”与预算表不符：文字说没有，预算表为 { $expected }（{ $yuan } 元），相差 { $difference } 元

text-arithmetic = “{ $quote }”算错了：文字为 { $stated }，两年的数相减为 { $expected }（{ $yuan } 元）
    .name = 文字计算有误
    .help = 请按本年数和上年数重新计算增减额、增减幅度和占比；同一项只写一个数。
    .rate = “{ $quote }”算错了：文字为 { $stated }，按增减 { $yuan } 元、上年 { $base } 元计算为 { $expected }
    .share = “{ $quote }”算错了：文字为 { $stated }，按总数 { $yuan } 元计算为 { $expected }
    .twice = “{ $quote }”前后不一致：这里是 { $stated }，前面是 { $other }
    .agreement = “{ $quote }”与其他增减对不上：按其他各数推算，应为{ $direction } { $expected }（相差 { $difference } 元）
    .below-zero = “{ $quote }”算错了：本年只有 { $current }，不可能比上年增加 { $stated }
    .above-all = “{ $quote }”算错了：减少的幅度不可能超过 100%

text-direction = “{ $quote }”方向写反了：实际是{ $direction }（{ $yuan } 元）
    .name = 增减方向有误
    .help = 请核对两年的数，改正“增加”“减少”“持平”。
    .same = “{ $quote }”不是持平：实际是{ $direction }（{ $yuan } 元）
    .contradicts = “{ $quote }”前后矛盾：按前文是{ $direction }

wrong-body = 单位预算的文字里写了“{ $found }”
    .name = 单位部门混用
    .help = 单位预算写“本单位”，部门预算写“本部门”；请检查是否从另一份文本复制而来。
    .department = 部门预算的文字里写了“{ $found }”
    .note = “{ $table }”的表注写了“{ $found }”，与这份预算不符：“{ $quote }”
    .level = “{ $region }”的预算里写了“{ $found }”

count-differs = 文字说有 { $stated } 个，后面列出的是 { $expected } 个：{ $names }
    .name = 个数不符
    .help = 请核对数目和名称。
    .parts = “{ $quote }”与分项之和不符：写的是 { $stated }，分项之和是 { $expected }，相差 { $difference }
    .contents = 目录列有“{ $section }”，文件中没有
    .items = 文字说有 { $stated } 项，后面列出的是 { $expected } 项
    .bodies = 文字说“{ $quote }”，后面列出的是 { $expected } 家：{ $names }
    .kinds = “{ $quote }”合计 { $stated } 家，应为 { $expected } 家
    .elsewhere = “{ $quote }”，机构设置中是 { $expected } 家

assets-differ = “{ $quote }”，但“{ $other }”，请核对
    .no-car = 安排购置车辆“{ $quote }”，但公务用车购置费有 { $yuan } 元，请核对
    .no-money = 安排购置车辆“{ $quote }”，但没有公务用车购置费，请核对
    .name = 资产与采购不符
    .help = 货物、车辆、设备达到固定资产标准的，应计入拟购置固定资产；确实不是固定资产的不必处理。

item-missing = 说明中没有列出 { $count } 个有预算的科目：{ $lines }（元）
    .name = 漏列科目
    .help = 请在说明中补上，金额与表一致。

item-repeated = 科目 { $code } 说明了 { $count } 次（{ $amount }）
    .name = 重复列示
    .help = 请删去重复的一条，或改为应说明的科目。

item-unknown = 说明中的“{ $name }”，各表都没有这个科目
    .name = 表中无此科目
    .help = 请核对科目名称；确实没有这项支出的，请删去。

reason-missing = “{ $quote }”变动较大，没有说明原因
    .name = 缺增减原因
    .help = 请在后面写明增减的主要原因。

reason-contradicts = “{ $quote }”与增减方向矛盾：前面写的是{ $direction }
    .name = 原因与方向矛盾
    .help = 请核对增减的方向和原因，改正写错的一处；原因确实成立的，请补充说明。

unfinished-sentence = 句子没有写完：“{ $quote }”
    .name = 句子不完整
    .help = 请补全或删去多余的文字和标点。
    .doubled = 标点重复：“{ $quote }”
    .unpaired = 引号、括号或书名号不成对：“{ $quote }”

procurement-differs = “{ $quote }”与货物、工程、服务之和不符：写的是 { $stated } 元，之和是 { $expected } 元，相差 { $difference } 元
    .name = 政府采购不符
    .help = 请核对政府采购预算的总数和分项。
    .reserved = “{ $quote }”大于政府采购预算：{ $stated } 元大于 { $expected } 元，多 { $difference } 元
    .micro = “{ $quote }”大于面向中小企业预留的金额：{ $stated } 元大于 { $expected } 元，多 { $difference } 元

section-missing = 缺少“{ $section }”
    .name = 缺少部分
    .help = 请按规定的文本格式补上；没有内容的也要说明。
    .part = “{ $section }”缺少“{ $part }”
    .project = 项目“{ $project }”的说明缺少{ $sections }
    .form = 表单有 { $count } 个部分尚未填写：{ $sections }

project-items-differ = 项目“{ $project }”的年度预算安排合计 { $expected } 元，与项目金额 { $stated } 元不符，相差 { $difference } 元
    .name = 项目明细不符
    .help = 请核对各明细金额、文字中的合计和绩效目标表的项目资金。
    .measure = 项目“{ $project }”的年度预算安排合计 { $expected } 元，与项目金额 { $stated } 元不符，相差 { $difference } 元；如果“{ $item }”的单位是万元，则相符
    .form = 项目“{ $project }”的说明为 { $expected } 元，绩效目标表为 { $stated } 元，相差 { $difference } 元
    .notes = 文字说项目“{ $project }”为 { $stated } 元，项目说明为 { $expected } 元，相差 { $difference } 元

funding-differs = 项目“{ $project }”的项目资金总额 { $stated } 元，财政资金与其他资金之和为 { $expected } 元，相差 { $difference } 元
    .name = 项目资金不符
    .help = 请核对绩效目标表的项目资金各栏。
    .year = 项目“{ $project }”的年度资金申请总额 { $stated } 元，各项来源之和为 { $expected } 元，相差 { $difference } 元
    .above = 项目“{ $project }”的当年财政拨款 { $stated } 元，大于项目的财政资金 { $expected } 元，多 { $difference } 元

project-dates = 项目“{ $project }”的完成日期早于开始日期：{ $stated }
    .name = 项目日期有误
    .help = 请核对实施周期和绩效目标表的开始、完成日期。
    .outside = 项目“{ $project }”的实施时间不在 { $year } 年内：{ $stated }
    .period = 项目“{ $project }”的实施周期与绩效目标表的日期不一致：{ $stated }

bad-date = 没有这个日期：{ $date }
    .name = 日期不存在
    .help = 请改正日期。

project-name-differs = 绩效目标表的项目名称“{ $name }”与标题“{ $heading }”不同
    .name = 项目名称不一致
    .help = 请改为同一名称；如果表放错了位置，请移到对应的项目之后。

repeated-name = 有 { $count } 张绩效目标表的项目名称都是“{ $name }”
    .name = 名称重复
    .help = 请分别写各自的名称，或删去重复的一个。
    .project = 有 { $count } 个项目说明的标题都是“{ $name }”
    .listed = “{ $name }”列了两次

category-not-one = 项目“{ $project }”没有选择项目类别：“{ $stated }”
    .name = 项目类别未选定
    .help = 请选择一个且只选一个项目类别。
    .several = 项目“{ $project }”选了 { $count } 个项目类别：“{ $stated }”

indicator-incomplete = 项目“{ $project }”的指标“{ $indicator }”缺少{ $part }
    .name = 绩效指标不完整
    .help = 请补全各级指标名称和年度指标值，或删去空行。
    .measure = 项目“{ $project }”的指标“{ $indicator }”的指标值是“{ $value }”，不是具体的值

indicator-level-missing = 项目“{ $project }”的绩效目标表缺少：{ $levels }
    .name = 缺绩效指标
    .help = 请按表样补上该级指标。

projects-exceed = 各项目的财政拨款合计 { $stated } 元，大于项目支出 { $expected } 元，多 { $difference } 元
    .name = 项目资金超支出
    .help = 请核对绩效目标表与项目支出、文字说明。
    .described = 各项目的金额合计 { $stated } 元，大于项目支出 { $expected } 元，多 { $difference } 元
    .goals = 文字说绩效目标项目的预算资金 { $stated } 元，大于项目支出 { $expected } 元，多 { $difference } 元
    .count = 文字说编报绩效目标的项目 { $stated } 个，文件中有 { $expected } 个
    .amount = 文字说绩效目标项目的预算资金 { $stated } 元，文件中的项目合计 { $expected } 元

direction-up = 增加
direction-down = 减少
direction-same = 没有变化
indicator-first = 一级指标
indicator-second = 二级指标
indicator-third = 三级指标（名称）
indicator-value = 年度指标值
