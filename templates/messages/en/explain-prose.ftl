# The full text of each code about texts and projects.

explain-text-amount-differs = An amount in the text is not that of the tables.
    .why = The text is published with the tables, and must state the same. Digits that were cut off and not rounded are a warning. It is compared by the digits that are written: 8212.29万元 agrees with 82,122,874 yuan, as it goes to 0.01万元 only.
    .example = The narrative says 财政拨款收入8212.92万元; B7 of the summary is 82,122,874 yuan, which is 8212.29万元.
    .mend = Compare tables and text, and correct the one that is wrong. yusuan explain shows for each number in the text what it was taken for.

explain-text-arithmetic = A change, percentage or share in the text is miscalculated, or one thing has two amounts.
    .why = A change is this year's amount less last year's, its percentage that of last year's. Last year's amount is that of the text; where last year's budget is given (--previous), that of its tables. What rounding explains is right.
    .example = 预算1434.89万元，比上年1690.69万元减少255.80万元，下降1.10%: it is 15.13%.
    .mend = Compute it again from the amounts of both years.

explain-text-direction = 增加, 减少 or 持平 in the text goes the wrong way.
    .why = The wrong word says the opposite of what is meant.
    .example = 公务接待费3万元，比上年2万元减少1万元: it is an increase.
    .mend = Compare the amounts of both years, and correct the word.

explain-wrong-body = A unit's paper says 本部门, or a department's 本单位.
    .why = It was often copied from another paper, and other things in it may be that paper's.
    .example = A unit's narrative says 2024年，本部门收入预算….
    .mend = Correct the word, and look through the rest of the paragraph.

explain-count-differs = A number in the text is not that of what is listed.
    .why = The number or the list is wrong, or one is missing.
    .example = 设8个内设机构，即…, followed by 7 names; 3 vehicles whose kinds add up to 2; 下属3家预算单位 and 2 that are listed; a line of the contents that is not in the file.
    .mend = Compare the number and the list.

explain-assets-differ = No fixed assets or vehicles are to be bought, but there is money for them, or the other way round.
    .why = Goods often hold fixed assets, and 公务用车购置费 buys vehicles: worth a look.
    .example = 本年度拟购置固定资产0万元 beside 政府采购货物预算573.53万元.
    .mend = See whether any of the goods are fixed assets. Where none are, nothing need be done.

explain-item-missing = The narrative goes through the 科目, and leaves one out that has money.
    .why = Each line of the tables has its item, and the items add up to the total. It is said where a list names most lines and few are left out; what is less than the last digit shows does not count.
    .example = The tables have 2080501 行政单位离退休 with 33,600 yuan; 主要内容如下 is followed by no such item.
    .mend = Add the item. Where it need not be listed, nothing need be done.

explain-item-repeated = Two items of the narrative name one 科目.
    .why = Most often one was copied and not changed, and another 科目 is left out. A line cut in two items that make up its amount is not accused.
    .example = Items 3 and 4 are both 综合医院, with one amount.
    .mend = Delete or correct one of them.

explain-item-unknown = An item of the narrative names a 科目 that no table has.
    .why = It may be left from last year's paper, or misnamed. An amount of 0 is not accused.
    .example = 市场监督管理事务（款）事业运行（项）45万元, and no table has 20138.
    .mend = Compare the names; delete an item that is not there.

explain-reason-missing = A large change has no reason.
    .why = The published text should give the main reason. It is asked for from the percentage and amount of the layout on (reason_threshold), and may stand anywhere in the same part.
    .example = 收入预算8212.29万元，比上年预算增加2250.11万元。 and no reason behind it.
    .mend = State the main reason.

explain-reason-contradicts = A reason goes the other way than the change.
    .why = One of the two is wrong: the direction was changed and the reason kept, or the reason is from elsewhere. Nothing is said of reasons that do not tell which way they go, as those about last year, about what is not done again, or about people who retire.
    .example = “比上年预算减少25万元，主要原因是人员经费增加。”
    .mend = Compare direction and reason, and correct the one that is wrong.

explain-unfinished-sentence = A sentence is not finished, a mark stands twice, or one lacks its other half.
    .why = Most often the form's words were kept and nothing filled in.
    .example = 主要原因是。; 持平。。; 因公出国（境费.
    .mend = Complete the sentence and correct the marks.

explain-procurement-differs = The total of 政府采购 and its parts disagree.
    .why = The total is the sum of 货物, 工程 and 服务; what is reserved for small and medium enterprises is no more than it, what is reserved for small and micro ones no more than that.
    .example = 政府采购预算 of 100万元 with 50, 0 and 40万元, which add up to 90万元.
    .mend = Compare the total and its parts.

explain-section-missing = A required section or part is missing.
    .why = The published text needs all of them; where there is nothing to state, that is said. Files that hold only tables are not checked.
    .example = There is a narrative and no 其他相关情况说明, or nothing of 政府采购 in it; the numbered sections of a project go from 四 to 六.
    .mend = Add it as the form asks. convert --draft drafts the narrative from the tables.

explain-project-items-differ = The items of a project do not add up to its money.
    .why = The items, or the quarters, make up the year's money of the project, in its description, in its form and in the notes. Rounding of the last digit written is allowed for.
    .example = Items of 873, 23.2, 46.73 and 12.96万元 add up to 955.89万元; the form has 965.89万元.
    .mend = Compare the items with the money of the form.

explain-funding-differs = The fields of 项目资金 in a form disagree.
    .why = 项目资金总额 is 财政资金 and 其他资金; 年度资金申请总额 is 当年财政拨款, 上年结转 and 其他资金; 当年财政拨款 is no more than 财政资金.
    .example = A total of 100万元 with 财政资金 of 80万元 and nothing else.
    .mend = Compare the fields of 项目资金.

explain-project-dates = The dates of a project are wrong.
    .why = A project ends after it begins, has days in the budget year, and its period in the text is that of the form.
    .example = It begins on 2024年12月31日 and ends on 2024年1月1日; or the dates are still last year's.
    .mend = Compare the period with the dates of the form.

explain-bad-date = A date that no calendar has, such as 2月30日.
    .why = Days and months are easily mistyped, in the texts and in the forms.
    .example = A project ends on 2026-02-30; 截至2025年6月31日.
    .mend = Correct the date.

explain-project-name-differs = The form's project name is not that of the heading.
    .why = The form may stand behind the wrong project.
    .example = The heading is of “一网通办”工作经费, the form of 政务服务工作经费.
    .mend = Write one name, or move the form behind its project.

explain-repeated-name = Two forms, projects, bodies or offices have one name.
    .why = A form or a line that was copied keeps the name of what it was copied from.
    .example = The second form of performance goals has the name of the first project; a unit stands twice in the list of units.
    .mend = Give each its own name, or delete the one that is there twice. Projects of different units may have one name.

explain-category-not-one = No category of a project is ticked, or more than one.
    .why = A project has one category.
    .example = 专项资金□ 经常性项目□ 一次性项目□: none is ticked.
    .mend = Tick one, and only one.

explain-indicator-incomplete = An indicator lacks its level, name or value.
    .why = Without name or value it cannot be assessed; 满意度 as a value says nothing.
    .example = 驻场人员数量 has no 年度指标值.
    .mend = Complete it, or delete the row.

explain-indicator-level-missing = A form has no indicator of a first level.
    .why = The form asks for indicators of output, benefit and satisfaction.
    .example = There are only 产出指标.
    .mend = Add the indicators that are missing.

explain-projects-exceed = Projects exceed what tables or text say.
    .why = The fiscal money of the forms is no more than 项目支出; what the text says of projects with goals is no less than what is in the file. Where only some projects are published, it may be more.
    .example = The text says 2 projects with goals, the file has 3; or 涉及项目预算资金 is more than 项目支出.
    .mend = Compare the forms with 项目支出 and with the text.

explain-previous-not-used = The budget given by --previous is not that of this unit for the year before.
    .why = Compared with another unit's or another year's budget, right changes would be called wrong, so nothing is compared. Units are matched by code, else by name; names of regions may stand in front.
    .example = The 2024 budget of one unit is checked with the 2023 file of another.
    .mend = Give this unit's file of the year before; to check many units give a folder, in which that of each is found.
