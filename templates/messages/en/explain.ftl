# The full text of each code: what it is, why it is a fault or worth knowing, an example, how to mend it.

explain-unreadable-file = The file, or a sheet in it, cannot be opened and read.
    .why = What cannot be read cannot be checked. Each reason is told apart: empty, protected by a password, corrupt, not wholly transferred, or no spreadsheet at all (a web page without tables, a picture, a PDF, a text document, an archive).
    .example = The file is named 预算表.xls, but holds a PDF document (it begins with %PDF) that some system exported.
    .mend = Open the original file in Excel or WPS, take the password away, save it as .xlsx, and see that it opens again. Where only one sheet cannot be read as a whole, save the file anew as well.

explain-limit-exceeded = The file, or something in it, is larger than what is read.
    .why = The limits keep a huge or damaged file from using up all memory. What is beyond a limit is not read, so it is an error.
    .example = Someone typed a space into cell XFD1048576, the last row and column. That cell is outside of what is read.
    .mend = Delete rows, columns and contents that do not belong to the tables, and save the file. Where they are needed, raise the limit with the option that the message names, such as --max-file-bytes.

explain-internal-error = yusuan itself failed over the file, which no file should make it do.
    .why = Every file is handled by itself. A mistake in yusuan that shows with one file must neither stop the others nor pass in silence, so it is an error of that file. The message tells what was being done; what was found before that is reported as well.
    .example = While the workbook of one of 300 units was being marked, yusuan came upon something that its authors had held to be impossible. The other 299 are marked, and the findings of the 300th are in the report.
    .mend = The unit has nothing to mend. Report the file, the message and the version (yusuan --version) to whoever looks after yusuan. Until that is mended, look through the file by hand; often saving it anew as .xlsx in Excel or WPS helps.

explain-no-table = No budget table was found in the file.
    .why = Tables are recognised by the title and headers in the sheet, not by the sheet's name or position. Without them nobody knows what a number means.
    .example = A1 says 2024年本级财务情况一览, while the layout prints the title 2024年预算单位财务收支预算总表.
    .mend = Change titles and headers to those of the form that was handed out. yusuan explain and the file's name shows what each cell was taken for.

explain-no-layout-fits = Most tables of the file are not those of any layout.
    .why = Every region and every kind of report has forms of its own. Read by a layout that does not fit, the unit would be blamed for missing tables, and numbers could be taken for others; so none is read.
    .example = The file holds the nine tables of final accounts (收入支出决算总表 and others); or the eleven budget tables of another province, for which there is no layout.
    .mend = Where the wrong file was handed in, hand in this year's budget. Where your region uses these forms, write a layout for them and add it with --templates; the unit need not change its file.

explain-layout-tie = More than one layout fits the file, and they give its amounts different meanings.
    .why = The file has too few tables, or such general titles and headers, that the layouts of several regions fit; those of Shanghai, for one, do not tell this year's money from what is carried over, and those of the Ministry do.
    .example = The file has only a 政府性基金预算支出表, which several layouts can read.
    .mend = Name the layout of your region with --layout, or put all tables into one file.

explain-missing-table = A table of the layout is not in the file.
    .why = A table that is missing cannot be compared with the others, and its amounts are missing from every sum. A table that the layout calls optional is only a warning.
    .example = The file has eight tables, among them revenue and expenditure, but no 预算单位国有资本经营预算支出功能分类预算表.
    .mend = Add the table. Where there is nothing to state, keep its title and headers and note below them that it has no data. Where the table is there, compare its title with the form's.

explain-repeated-table = The same table stands in the file twice.
    .why = Where the amounts differ, nobody knows which are right; the first one is taken (a hidden sheet comes after those that are seen). Where they are the same the table is read once, which is a note.
    .example = On the sheet 支出总表 the total E20 is 1,250,000 yuan, on the sheet 支出总表 (2) the total E20 is 1,280,000 yuan.
    .mend = Keep the one that is right and delete the other, hidden old copies too.

explain-header-not-understood = The title of a table was found, but a column's header is not understood, or a column of the layout is missing.
    .why = What an amount means follows from the whole header above it, such as 支出预算-基本支出. Nothing is guessed: the numbers below a header that is not understood are not read.
    .example = F7 of the expenditure table should be 基本支出 and is 经常性支出. Column E, 合计, is read; column F is not.
    .mend = Restore the headers of the form, those above and those below. Do not add, remove or rename columns of amounts. Where a column stands there twice, delete one.

explain-unit-missing = The table does not state its unit of measure, or not clearly.
    .why = The same number in 元 and in 万元 differs by ten thousand. Where nothing is stated, the unit of the layout is taken: please confirm. Where something is stated that can be read in two ways, it is an error.
    .example = There is no 单位：元 above the expenditure table. Its total E20, 1250000, is read as 1,250,000 yuan, as the layout has it. 单位：元/万元 is not clear.
    .mend = State one unit at the upper right of the table: 单位：元 or 单位：万元.

explain-unit-suspect = The unit of measure is probably wrong.
    .why = Several amounts that two tables both state differ by exactly 1000 or 10000, one table states two different units, or a form of goals has the amounts of the description in another unit. That is mostly a wrong unit and not a wrong amount.
    .example = The expenditure table says 单位：元 and its total E20 is 125, while the same amount is 1,250,000 yuan in D17 of the summary: 10000 times as much. The table was filled in in 万元.
    .mend = Compare unit and numbers: either change 单位：元 to 单位：万元, or convert the numbers. State one unit a table.

explain-not-a-number = A cell for an amount holds something that is no number.
    .why = Words are no amount, and which number in them counts is not guessed. The amount is not read, so the sums above it will not fit either. An amount whose cell is merged over several rows belongs to none of them for sure.
    .example = F9 holds 约120万, F10 holds 346.2①, and F11 to F13 are merged into one cell with one amount.
    .mend = Enter only numbers; leave the cell blank or enter 0 where there is none. Put words into the remarks, and split merged cells so that every row has its own amount.

explain-error-value = A cell for an amount holds an error value.
    .why = #REF!, #VALUE! and the like say that a formula is broken; nobody knows what the amount was.
    .example = The formula in E20 refers to a sheet that was deleted, and shows #REF!.
    .mend = Repair the formula or enter the number. When copying into the file to submit, paste values only.

explain-formula-without-value = A cell holds a formula, but the file does not keep its value.
    .why = That is so in files made by a program and never calculated in Excel or WPS. What can be computed was computed: please confirm. What cannot be is an error.
    .example = E20 is =SUM(E9,E15) and the file has no value for it. E9 is 800000 and E15 is 450000, so 1,250,000 yuan was taken.
    .mend = Open the file in Excel or WPS, recalculate, save, and submit that.

explain-formula-not-recalculated = The result that the file keeps of a formula is not what the formula gives.
    .why = A program changed the file and did not calculate it. Whoever opens it in Excel or WPS sees the new results, whoever reads the stored ones gets the old ones or 0. The computed results were read, and all checks run on them. Only formulas are computed of which every function and reference is known; of all others the stored result is taken.
    .example = E20 is =SUM(E9,E15) and the file keeps 1,200,000 of it. E9 is 800000 and E15 is 450000, so 1,250,000 yuan was taken.
    .mend = Open the file in Excel or WPS, press F9 to recalculate, look at these cells, save, and submit that.

explain-text-number = Amounts are stored as text; they were read as numbers.
    .why = They are read all the same, but the sums in the sheet leave text out, so that totals easily go wrong. In a form of this program it is an error.
    .example = E9 holds the text 1,250,000.00 and not the number 1250000.
    .mend = Format the cells as numbers and enter the amounts again, or convert them with Text to Columns.

explain-number-format = A number format changes what is seen of amounts. They were read as seen, in the stated unit; percentages as stored.
    .why = A format can show a stored 82122874 as 8212.2874. What people see is what counts: below 单位：万元 it is 8212.2874 万元, which is 82,122,874 yuan.
    .example = The table says 单位：万元, B7 holds 82122874, and its number format 0!.0000 shows 8212.2874.
    .mend = Check that the numbers that are seen are the amounts to submit. It is better to enter numbers in the stated unit, with a plain format.

explain-number-not-read = A number was not read: it is no amount, code or serial number, and stands in no row and column that is understood.
    .why = Every number is either read or said to be unread; none is lost silently. One that was not read may be an amount in the wrong place.
    .example = The last column of the expenditure table is G, but I12 holds 50000; or a row has a name that the form does not have, and its amounts were not read.
    .mend = Move amounts that belong to the budget into the rows and columns of the form, and delete the others. yusuan explain and the file's name shows what the cells around were taken for.

explain-hidden-amount = There are amounts in hidden rows, columns or sheets.
    .why = They are read like any others, but nobody who looks at the sheet sees them. They may be old data that was forgotten, and make what is seen differ from the total.
    .example = Row 12 is hidden and E12 is 30,000 yuan, so the rows that are seen add up to 30,000 yuan less than the total.
    .mend = Show them and decide whether they belong to the budget; delete them if not.

explain-hidden-content = The file holds what is not shown, or what belongs to no part of the document; it is not in the public document.
    .why = What stands in hidden sheets, rows, columns and cells, and behind merged cells, is seen by nobody who looks at the tables, and yet goes out with the file: payrolls, old versions, internal notes. So does what is shown and belongs to no part of the document: neither cover, contents, sections, tables, projects nor forms of performance goals. Public documents and standardized workbooks hold only what is sure to be meant for the public.
    .example = The hidden sheet “工资” has 36 rows of names, identity numbers and pay; row 8 of “单位编制说明” is hidden and says “勿公开”.
    .mend = Show what is to be public, and put it below the heading of its part; delete what is not meant to be submitted. To have it written all the same, publish and convert take --with-hidden (what is hidden) and --with-unplaced (what belongs to no part).

explain-too-many-digits = An amount has more than two decimals of a yuan; it was rounded to the fen.
    .why = Nothing is smaller than a fen. Such digits are mostly left by formulas, and make totals differ from their parts by a fen or two.
    .example = E9 holds 12345.6789, shown as 12,345.68, and is read as 12,345.68 yuan.
    .mend = Round the amounts to the fen; in a formula, write =ROUND(…,2).

explain-negative-amount = An amount of the budget is negative.
    .why = Revenue and expenditure of a budget are not usually negative. It may be a correction that was entered as an amount.
    .example = G11, project expenditure, is -20000.
    .mend = Check the amount. Where it is right, keep it and say why.

explain-class-not-known = The code of a 类 that is printed by name only is not known.
    .why = The summary prints the expenditure by the names of the 类 only. Their codes are looked up in the coded tables of the same file, then in the list of codes. Without its code a line cannot be compared with other tables; it is kept.
    .example = C9 of the summary says 公共服务类支出, while the list has 一般公共服务支出 (201).
    .mend = Write the name of the 类 as the classification has it.

explain-placeholder-left = A placeholder was not filled in.
    .why = XX, … and 待填写 are the places that the form leaves for the unit. Where they are left, the form is not finished.
    .example = A3 of the notes says 本单位收入预算XX万元; E10 of the expenditure table holds ….
    .mend = Fill in what belongs there; delete rows and words that are not needed.

explain-name-missing = The unit's name was not found.
    .why = Without it nobody knows whose budget it is, and files of a batch are easily confused.
    .example = There is no 编制单位：…… above the tables and no 预算单位：…… on the cover.
    .mend = Write 编制单位：某某中心 at the upper left of the tables, or 预算单位：某某中心 on the cover.

explain-year-missing = The budget year was not found.
    .why = Without it nobody knows which year's form and codes apply.
    .example = The title says 预算单位支出预算总表 without 2024年, and the cover has no year either.
    .mend = State the year in the titles or on the cover: 2024年预算单位支出预算总表.

explain-wrong-year = The title of a table states another year than the other tables; or a heading or text is not of the budget year.
    .why = It may be last year's table, or only a title that was not changed. Where this year's table is in the file as well, last year's is not read; where it is the only one, it is read: please confirm. In texts a year is the budget's or the one before, outside of 《》 and 〔〕 and behind 截至; headings and the beginnings of paragraphs are of the budget year. These are warnings.
    .example = All tables say 2024年, but A2 of one says 2023年预算单位一般公共预算支出功能分类预算表.
    .mend = Put this year's table there, or correct the year in the title. Do not keep last year's tables in the same file.

explain-name-varies = A table was prepared by another body than the other tables; or cover, headings and forms name the unit differently.
    .why = A file should hold the tables of one unit or department. Tables of another one would make the amounts wrong, so they are not read. A single table with another name, which stands under no other, is taken for a slip and read, with a warning; so are more, where their largest amounts stand in the other tables too. Several forms of one name (with or without 上海市) are a note, another body is a warning.
    .example = All tables say 编制单位：某区某中心, but the 三公 table says 编制单位：某区某馆.
    .mend = Submit one unit or department a file; where only the name is wrong, correct it.

explain-bad-code = A code does not have the right number of digits.
    .why = Codes by function have 3 (类), 5 (款) or 7 (项) digits, economic codes 3 or 5. With any other number nobody knows which code is meant, and while such a line is there sums over lines are not checked.
    .example = A12 is 7 and the name beside it 卫生健康支出: it should be 210.
    .mend = Enter the whole code; where the message proposes one, check it. Format the cells of codes as text, so that a leading 0 stays (款 05).

explain-unknown-code = A code is not in the list of codes that comes with the program.
    .why = The list by function is not complete, so this is a note and no error. The code may still be a slip.
    .example = 2080599 (其他行政事业单位养老支出) is named once where the list does not have it.
    .mend = Compare with the classification of that year; a code that is right needs no change.

explain-name-differs = A name is not the one of its code.
    .why = Code and name say different things, so one of them is wrong. A name of an older edition, or one that differs only in brackets, spaces or punctuation, is a note. A code without any name does not say what it is.
    .example = The name of 2210201 is 住房公积金, but D18 says 购房补贴.
    .mend = Check both and correct the wrong one. Replace an old name by the present one.

explain-parent-missing = A code lacks the subtotal rows above it.
    .why = The form lists 类, 款 and 项, each the sum of what is below it. Without the rows above, the sums cannot be checked level by level. A table that lists only the lowest level gets one note.
    .example = There is a row 2080505 (120,000 yuan), but none for 20805 and 208.
    .mend = Add the rows of the 类 and the 款 with the sums of the rows below them.

explain-repeated-code = The same code stands in a table twice.
    .why = One code may have been split over two rows, one of the codes may be wrong, or an amount is counted twice. A row that is repeated after a page break with the same amounts is read once, which is a note.
    .example = Rows 11 and 14 both have 2080505; E11 is 120,000 yuan, E14 is 35,000 yuan.
    .mend = Join rows of the same code; correct a wrong code.

explain-kind-suspect = An economic code has its amount in an unusual column.
    .why = 301 and 303 (pay, and payments to people) are usually 人员经费; 302 and 310 (goods and services, capital) are usually 公用经费. An amount in the wrong column changes both totals. 30239 其他交通费用 is at times paid to people, so it is a note.
    .example = 30201 办公费 has 160,000 yuan in column E, 人员经费; it usually belongs into column F, 公用经费.
    .mend = Check which column the amount belongs to; where it is right, keep it.

explain-out-of-order = The codes do not ascend.
    .why = No amount changes by it, but the table is harder to check, and a code that stands there twice is easily missed.
    .example = Row 12 is 221, and 210 comes only in row 15.
    .mend = Sort the rows by code.

explain-parts-differ = In one row, the total is not the sum of its parts.
    .why = 合计 is 基本支出 + 项目支出, 基本支出 is 人员经费 + 公用经费, the total of revenue is the sum of its sources, 小计 is 购置费 + 运行费. Where they differ, one of the cells is wrong or a column was not read.
    .example = Row 9: E9 合计 is 500,000 yuan, F9 基本支出 is 300,000 yuan, G9 项目支出 is 180,000 yuan; 300,000 + 180,000 = 480,000, which is 20,000 yuan less.
    .mend = Check the amounts of the row and correct the wrong one. A total is best a formula.

explain-change-differs = A change is not this year's amount less the one it is compared with, or a percentage is not theirs.
    .why = 增减额 is this year's amount less last year's, 增减% is that in percent of last year's. Where they differ, one of the three is wrong, or an amount was changed and the change was not computed again.
    .example = Row 7: E7 of this year is 1,080,500 yuan, C7 of last year 1,000,000 yuan, G7 增减额 90,500 yuan; it should be 80,500 yuan.
    .mend = Check the three numbers of the row. Changes and percentages are best formulas.

explain-part-exceeds = A part (其中) is more than the whole that it is of.
    .why = What stands behind 其中： is a part of a total and cannot be more than it.
    .example = 事业收入 is 300,000 yuan, and 其中：教育收费 of it 350,000 yuan.
    .mend = Check the total and the part and correct the wrong one.

explain-children-differ = A row is not the sum of the rows below it in the classification.
    .why = A 类 is the sum of its 款, a 款 the sum of its 项, and 财政拨款收入 the sum of its three funds. Where they differ, a row is missing or too many, or an amount is wrong.
    .example = E9 of 208 is 2,333,621 yuan; E10 of 20805, its only 款, is 2,300,000 yuan, which is 33,621 yuan less.
    .mend = Check the row and those below it; add a row that is missing. The upper row is best a formula.

explain-total-differs = The closing row is not the sum of the rows.
    .why = 合计, 收入总计 and 支出总计 are the sums of the top rows. Where they differ, a row is missing or counted twice, or the total was not brought up to date.
    .example = E20 合计 is 1,250,000 yuan; the 类 in E9, E13 and E17 are 800,000, 300,000 and 100,000 yuan, together 1,200,000, which is 50,000 yuan less.
    .mend = Check the closing row and those of the 类: first whether one is missing, then whether the total is an old number. A total is best a formula.

explain-rounding = A total differs from its parts by no more than rounding explains.
    .why = When amounts are rounded to whole yuan or to 万元, the total and the sum of the parts differ a little. That is no fault, only a note.
    .example = In whole yuan: E9 合计 is 101, F9 is 50 (50.4 before rounding) and G9 is 50 (50.4 before rounding); 1 yuan is left.
    .mend = Nothing, as a rule. Where totals must be exact, round the parts first and add up the rounded parts.

explain-mixed-precision = Some amounts of one table have fen, others are in whole yuan, and what differs is no more than rounding to whole yuan explains.
    .why = A table with fen is checked to the fen. Its amounts in whole yuan may have been rounded, each by half a yuan at most; a difference that is no larger than that is no error, and is said once for the table. A larger one is an error as ever.
    .example = E9 合计 is 101 yuan, F9 基本支出 is 60.37 and G9 项目支出 is 40.22; these add up to 100.59, which is 0.41 yuan less, because E9 was rounded.
    .mend = State all amounts of the table to the fen, or all of them in whole yuan.

explain-tables-differ = Two tables state different amounts for the same thing.
    .why = Some amounts stand in several tables: the total of the revenue table is the 收入总计 of the summary, a 类 of the general budget is that 类 in the fiscal summary. A difference beyond rounding says that at least one table is wrong or was not brought up to date.
    .example = D8 of the summary, 社会保障和就业支出, is 2,333,621 yuan; E9 of the expenditure table, 208, is 2,303,621 yuan, which is 30,000 yuan less.
    .mend = Check the cells that the message names and make them agree with the final budget. Look first whether unit of measure and year are the same, then whether one table holds old numbers.

explain-not-balanced = Revenue and expenditure do not balance.
    .why = In the summary, 收入总计 is 支出总计. In the fiscal summary, revenue and expenditure of each fund are the same: 一般公共预算, 政府性基金预算, 国有资本经营预算.
    .example = B17 收入总计 of the summary is 82,122,874 yuan, D17 支出总计 is 82,022,874 yuan, which is 100,000 yuan less.
    .mend = Check the rows of both sides and find the one that is missing or wrong. Do not change a total to make them balance.

explain-agency-operating-differs = 机关运行经费 does not fit the 公用经费 of the basic expenditure.
    .why = 机关运行经费 is what administrative units, and institutions run like them (参公), spend of the general budget on 公用经费, so it should not be above the 公用经费 of the economic table. For a single unit of these kinds the two are usually the same; other institutions (事业单位) usually have none. The last two are warnings.
    .example = G8 of the 三公 table, 机关运行经费, is 90 万元; F40 of the economic table, the total of 公用经费, is 865,404 yuan, which is 34,596 yuan less.
    .mend = Check both tables and make 机关运行经费 agree with the 公用经费 of the general budget's basic expenditure. An institution that is not run like an administrative unit should check whether it has any. Mind that the two tables have different units of measure.

explain-three-public-below = A 三公 amount is smaller than its economic code.
    .why = 三公 counts basic and project expenditure, so it should not be smaller than what the basic expenditure has for it: 因公出国（境）费 30212, 公务接待费 30217, 公务用车运行维护费 30231, 公务用车购置 31013.
    .example = C8 of the 三公 table, 公务接待费, is 2 万元; D25 of the economic table, 30217, is 30,000 yuan, which is 10,000 yuan more.
    .mend = Check both tables. A 三公 amount above the economic code is all right, since projects have some too; one below it is wrong in one of the two places.

explain-three-public-above = A 三公 amount is too large; its unit of measure is probably wrong.
    .why = The 三公 table is usually in 万元, the others in 元. An amount entered in 元 becomes ten thousand times as large: more than all fiscal expenditure, or 1000 times its economic code.
    .example = The 三公 table says 单位：万元 and C8, 公务接待费, is 30000, read as 300,000,000 yuan, while all fiscal expenditure is 82,122,874 yuan.
    .mend = Check unit and numbers of the 三公 table: 30000 yuan is 3 in 万元.

explain-related-differ = Two codes that usually agree have different amounts.
    .why = The same spending has a code by function and an economic one: 养老保险 30108 and 2080505, 职业年金 30109 and 2080506, 住房公积金 30113 and 2210201; and 职业年金 2080506 is half of 养老保险 2080505. This usually holds, and at times rightly does not, so this is a note.
    .example = D16 of the economic table, 30113 住房公积金, is 717,024 yuan; E19 of the general budget, 2210201 住房公积金, is 771,024 yuan: two digits may have been swapped.
    .mend = Check both amounts; where they rightly differ, as when a project bears a part, nothing needs to change.

explain-empty-table-note = A table without amounts does not say so, or one with amounts says that it has none.
    .why = Where a table has no amounts, a note tells that there are none and that nobody forgot them. Amounts beside a note 本表无数据 contradict it.
    .example = The table of 政府性基金预算 has no amount and no note like 本单位2024年度无政府性基金预算支出，故本表无数据; or it has the note, and E12 is 50,000 yuan.
    .mend = Write the note below a table without amounts; delete it from a table that has some.
