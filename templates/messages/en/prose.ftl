# Texts and projects.

text-amount-differs = “{ $quote }” is not what the tables state: the text has { $stated }, the tables { $expected } ({ $yuan } yuan), a difference of { $difference } yuan
    .help = Compare tables and text, and correct the one that is wrong.
    .previous = “{ $quote }” is not what last year's tables state: the text has { $stated }, they { $expected } ({ $yuan } yuan), a difference of { $difference } yuan
    .cut = “{ $quote }” was cut off, and not rounded: the text has { $stated }, the tables { $expected } ({ $yuan } yuan)
    .none = “{ $quote }” is not what the tables state: the text says that there is none, the tables { $expected } ({ $yuan } yuan), a difference of { $difference } yuan

text-arithmetic = “{ $quote }” is miscalculated: the text has { $stated }, the two years differ by { $expected } ({ $yuan } yuan)
    .help = Compute changes, percentages and shares again from the amounts of both years; state one amount for one thing.
    .rate = “{ $quote }” is miscalculated: the text has { $stated }; a change of { $yuan } yuan from { $base } yuan is { $expected }
    .share = “{ $quote }” is miscalculated: the text has { $stated }; of { $yuan } yuan it is { $expected }
    .twice = “{ $quote }” contradicts what stands before: { $stated } here, { $other } there
    .agreement = “{ $quote }” does not agree with the other changes: by them it would be { $direction } { $expected } (off by { $difference } yuan)
    .below-zero = “{ $quote }” is miscalculated: there is only { $current } this year, which cannot be { $stated } more than last year
    .above-all = “{ $quote }” is miscalculated: nothing can fall by more than 100 %

text-direction = “{ $quote }” goes the wrong way: it is { $direction } ({ $yuan } yuan)
    .help = Compare the amounts of both years, and correct 增加, 减少 or 持平.
    .same = “{ $quote }” is not unchanged: it is { $direction } ({ $yuan } yuan)
    .contradicts = “{ $quote }” contradicts what stands before it: there it is { $direction }

wrong-body = a unit's paper says “{ $found }”
    .help = A unit writes 本单位, a department 本部门; see whether the text was copied from another paper.
    .department = a department's paper says “{ $found }”
    .note = the note below “{ $table }” says “{ $found }”, which is not whose paper it is: “{ $quote }”
    .level = the paper of “{ $region }” says “{ $found }”

count-differs = the text says { $stated }, and { $expected } are named: { $names }
    .help = Compare the number and the names.
    .parts = “{ $quote }” is not the sum of its parts: { $stated } is stated, the parts add up to { $expected }, a difference of { $difference }
    .contents = the contents list “{ $section }”, which is not in the file
    .items = { $stated } items are announced, { $expected } follow
    .bodies = the text says “{ $quote }”, and { $expected } are listed: { $names }
    .kinds = “{ $quote }” add up to { $stated }, and there are { $expected }
    .elsewhere = “{ $quote }”, and by the section on organization there are { $expected }

assets-differ = “{ $quote }”, but “{ $other }”: worth a look
    .no-car = “{ $quote }” to be bought, and { $yuan } yuan of 公务用车购置费 to buy vehicles with: worth a look
    .no-money = “{ $quote }” to be bought, and no 公务用车购置费 to buy vehicles with: worth a look
    .help = Goods, vehicles and equipment that are fixed assets belong to 拟购置固定资产; where they are none, nothing need be done.

item-missing = { $count ->
    [one] the narrative leaves out a line of the tables: { $lines } (yuan)
   *[other] the narrative leaves out { $count } lines of the tables: { $lines } (yuan)
}
    .help = Add the items; their amounts are those of the tables.

item-repeated = 科目 { $code } has { $count } items ({ $amount })
    .help = Delete one of them, or let it name the 科目 that is meant.

item-unknown = no table has the 科目 of the item “{ $name }”
    .help = Compare the names; where nothing is spent on it, delete the item.

reason-missing = “{ $quote }” is a large change without a reason
    .help = State the main reason of the change behind it.

reason-contradicts = “{ $quote }” is no reason for { $direction }, which stands before it
    .help = Compare direction and reason, and correct the one that is wrong; where the reason holds, say more.

unfinished-sentence = the sentence is not finished: “{ $quote }”
    .help = Complete the sentence, or delete what is too much.
    .doubled = a mark stands twice: “{ $quote }”
    .unpaired = a quotation mark or bracket lacks its other half: “{ $quote }”

procurement-differs = “{ $quote }” is not the sum of 货物, 工程 and 服务: { $stated } yuan is stated, they add up to { $expected } yuan, a difference of { $difference } yuan
    .help = Compare the total of 政府采购 with its parts.
    .reserved = “{ $quote }” is more than all 政府采购: { $stated } yuan against { $expected } yuan, { $difference } yuan too much
    .micro = “{ $quote }” is more than what is reserved for small and medium enterprises: { $stated } yuan against { $expected } yuan, { $difference } yuan too much

section-missing = “{ $section }” is missing
    .help = Add it as the form asks; where there is nothing to state, say so.
    .part = “{ $section }” lacks “{ $part }”
    .project = the description of project “{ $project }” lacks { $sections }
    .form = { $count } sections of the form were not filled in: { $sections }

project-items-differ = the items of project “{ $project }” add up to { $expected } yuan, its amount is { $stated } yuan, a difference of { $difference } yuan
    .help = Compare the items with the totals in the text and with the money of the form of performance goals.
    .measure = the items of project “{ $project }” add up to { $expected } yuan, its amount is { $stated } yuan, a difference of { $difference } yuan; they fit if “{ $item }” is in 万元
    .form = the description of project “{ $project }” states { $expected } yuan, its form { $stated } yuan, a difference of { $difference } yuan
    .notes = the notes state { $stated } yuan for project “{ $project }”, its description { $expected } yuan, a difference of { $difference } yuan

funding-differs = project “{ $project }”: 项目资金总额 is { $stated } yuan, 财政资金 and 其他资金 add up to { $expected } yuan, a difference of { $difference } yuan
    .help = Compare the fields of 项目资金 in the form of performance goals.
    .year = project “{ $project }”: 年度资金申请总额 is { $stated } yuan, its sources add up to { $expected } yuan, a difference of { $difference } yuan
    .above = project “{ $project }”: 当年财政拨款 { $stated } yuan is more than 财政资金 { $expected } yuan of the whole project, { $difference } yuan too much

project-dates = project “{ $project }” ends before it begins: { $stated }
    .help = Compare the period in the description with the dates of the form.
    .outside = project “{ $project }” has no day in { $year }: { $stated }
    .period = project “{ $project }”: period and dates of the form disagree: { $stated }

bad-date = there is no such date: { $date }
    .help = Correct the date.

project-name-differs = the form's project name “{ $name }” is not that of the heading, “{ $heading }”
    .help = Write the same name; where the form stands behind the wrong project, move it.

repeated-name = { $count } forms of performance goals have the name “{ $name }”
    .help = Give each its own name, or delete the one that is there twice.
    .project = { $count } descriptions have the heading “{ $name }”
    .listed = “{ $name }” is listed twice

category-not-one = project “{ $project }” has no category: “{ $stated }”
    .help = Choose one category, and only one.
    .several = project “{ $project }” has { $count } categories: “{ $stated }”

indicator-incomplete = project “{ $project }”: the indicator “{ $indicator }” lacks its { $part }
    .help = Fill in level, name and value of every indicator, or delete empty rows.
    .measure = project “{ $project }”: the value of the indicator “{ $indicator }” is “{ $value }”, which is no measure

indicator-level-missing = the form of project “{ $project }” has none of: { $levels }
    .help = Add indicators of that level, as the form asks.

projects-exceed = the projects' fiscal money is { $stated } yuan, more than 项目支出 { $expected } yuan, { $difference } yuan too much
    .help = Compare the forms of performance goals with 项目支出 and with the text.
    .described = the projects' money is { $stated } yuan, more than 项目支出 { $expected } yuan, { $difference } yuan too much
    .goals = the text says { $stated } yuan for projects with goals, more than 项目支出 { $expected } yuan, { $difference } yuan too much
    .count = the text says { $stated } projects with goals, the file has { $expected }
    .amount = the text says { $stated } yuan for projects with goals, those of the file add up to { $expected } yuan

direction-up = an increase
direction-down = a decrease
direction-same = no change
indicator-first = first level (一级指标)
indicator-second = second level (二级指标)
indicator-third = name (三级指标)
indicator-value = value (年度指标值)
