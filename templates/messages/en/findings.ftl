# The words of each finding. A message's attributes: `help` says what to do; the others are other wordings of the same code.

unreadable-file = the file cannot be read: { $reason }
    .help = Open the original file in Excel or WPS, save it as .xlsx and submit it again.
    .help-io = Check the path and the permissions, close the program that uses the file, and try again.
    .help-changed = Wait until the file is written, then read it again.
    .help-empty = The file holds nothing; get it anew.
    .help-encrypted = Open the file, take away its password, save it and hand it in again.
    .help-json = Make the JSON anew with yusuan convert, or read the original spreadsheet.
    .help-picture = Hand in the filled spreadsheet (.xlsx, .xls, .et, .ods), not a picture of it.
    .help-pdf = Hand in the filled spreadsheet (.xlsx, .xls, .et, .ods), not a print of it.
    .help-document = Hand in the filled spreadsheet (.xlsx, .xls, .et, .ods); copy tables of a document into the form.
    .sheet = the sheet cannot be read in full: { $reason }
    .sheets = { $count } sheets cannot be read in full: { $reason } ({ $sheets })
    .io = the file cannot be opened: { $reason }
    .changed = the file was changed while it was read; try again when editing or copying is done
    .empty = the file is empty
    .encrypted = the file is protected by a password (encrypted); remove the password, save the file and submit it again
    .corrupt = the file is damaged: { $reason }
    .truncated = the file is incomplete: its end is missing, perhaps because a transfer was cut off
    .html = the file is a web page (HTML) without tables; if its tables are in files beside it, save it as one file or as .xlsx
    .old-excel = the file is in the old format of Excel 5/95 (BIFF5) or older, which is not read
    .xml = the file is an XML document, not a spreadsheet
    .picture = the file is a picture, not a spreadsheet
    .pdf = the file is a PDF, not a spreadsheet
    .document = the file is a text document or a presentation, not a spreadsheet
    .archive = the file is an archive; unpack it and submit the spreadsheets in it
    .text = the file is plain text; if it holds a table, name it .csv or .tsv
    .unknown = the file is in no known spreadsheet format
    .json = the JSON file is not a budget: { $reason }

limit-exceeded = over the limit { $limit } ({ $value }): { $found }
    .help = Delete what is not needed and save the file again; if all of it must be read, raise the limit with the option --{ $limit }.

internal-error = yusuan itself failed over this file; the fault is in yusuan, not in the file
    .help = The unit has nothing to mend because of this. Keep the file, report it to whoever looks after yusuan, with this message and the version (yusuan --version), and look through the file by hand meanwhile. The other files were handled as usual.
    .opening = yusuan itself failed while opening the file; the fault is in yusuan, not in the file; nothing of it was read
    .reading = yusuan itself failed while reading the file; the fault is in yusuan, not in the file; nothing of it was taken over
    .checking = yusuan itself failed while checking the file; the fault is in yusuan, not in the file; it was read, but not all checks were made
    .explaining = yusuan itself failed while explaining the file; the fault is in yusuan, not in the file; nothing is shown of it
    .reporting = yusuan itself failed while writing the report of the file; the fault is in yusuan, not in the file; the report is shortened
    .marking = yusuan itself failed while marking the workbook; the fault is in yusuan, not in the file; no marked workbook was written
    .writing = yusuan itself failed while writing the result of the file; the fault is in yusuan, not in the file; no result was written

no-table = no budget table was found; the nearest title is “{ $nearest }”
    .help = Check that the titles and headers of the tables are those of the official form.

no-layout-fits = no layout fits this file: the nearest is { $layout }, of whose { $tables } tables { $found } were found; the file has { $others } other tables ({ $titles }), and none of its { $count } numbers was read
    .help = First make sure that this is a budget, and no final account or other report. Where your region uses these forms, have a layout written for them (`yusuan layouts infer` drafts one) and add it with --templates; to read by a layout all the same, name it with --layout.

layout-tie = the layouts { $others } fit as well and give the amounts another meaning; it is read by { $layout }
    .help = Name the layout with --layout.

missing-table = “{ $table }” is missing
    .help = Add the table; where there is nothing to state, keep it empty and say so.

repeated-table = “{ $table }” stands twice with different amounts; the first one is taken
    .help = Keep only the right one.
    .same = “{ $table }” stands twice with the same amounts; it is read once

header-not-understood = “{ $table }” lacks the column “{ $column }”; the nearest of the headers not recognised is “{ $nearest }”
    .help = Restore the header of the official form, with its upper and lower rows complete; do not add, remove or rename columns of amounts.
    .unknown = “{ $table }” has an unknown column “{ $column }”; its numbers are not read
    .block = the title of “{ $table }” is there, but its header is not recognised; the nearest text is “{ $nearest }”
    .repeated = “{ $table }” has the column “{ $column }” twice; only the first one is read

unit-missing = “{ $table }” does not state its unit of measure; { $measure } is assumed
    .help = State the unit at the top right of the table: “单位：元” or “单位：万元”.
    .unclear = the unit of measure of “{ $table }” is not clear (“{ $text }”); { $measure } is assumed for now

unit-suspect = the unit of measure of “{ $table }” may be wrong: { $count ->
        [one] 1 fact that “{ $other }” states too differs
       *[other] { $count } facts that “{ $other }” states too all differ
    } by a factor of { $factor }
    .help = Check that the unit of measure of the table (元, 千元, 万元) fits its numbers.
    .form = the form of project “{ $project }” is in { $stated }, but its numbers fit the description in { $fits }
    .contradict = “{ $table }” states different units of measure; { $measure } is assumed
    .format = “{ $table }” is in { $measure }, but { $count ->
        [one] 1 amount has a number format
       *[other] { $count } amounts have number formats
    } that shows it smaller than it is stored (stored: { $text }), so that what is seen does not fit the unit; read as stored

not-a-number = a cell for an amount holds no number: “{ $text }”
    .help = Enter numbers only; leave the cell empty or enter 0 where there is no amount, and put explanations in the remarks.
    .before = the line “{ $line }” held something other than a number in { $columns }, which was not read
    .merged = a cell for an amount is merged over several rows ({ $range }); it is not clear to which row it belongs
    .dates = “{ $table }” has { $count ->
        [one] 1 cell for an amount that holds a date or time
       *[other] { $count } cells for amounts that hold dates or times
    }, such as { $text }; not read

error-value = a cell for an amount holds the error value { $text }
    .help = Mend the formula, or enter the number itself.

formula-without-value = “{ $table }” has { $count ->
        [one] 1 formula
       *[other] { $count } formulas
    } without a stored result; computed again
    .help = Open the file in Excel or WPS, recalculate and save it.
    .sheet = the sheet “{ $sheet }” has { $count ->
        [one] 1 formula
       *[other] { $count } formulas
    } without a stored result; computed again
    .unknown = the formula “{ $formula }” has no stored result and cannot be computed again

formula-not-recalculated = “{ $table }” has { $count ->
        [one] 1 formula
       *[other] { $count } formulas
    } whose stored result is not what the formula gives: the file was changed and not recalculated. The computed results are read ({ $cell } stores { $stored } and comes to { $computed })
    .sheet = the sheet “{ $sheet }” has { $count ->
        [one] 1 formula
       *[other] { $count } formulas
    } whose stored result is not what the formula gives: the file was changed and not recalculated. The computed results are read ({ $cell } stores { $stored } and comes to { $computed })
    .help = Open the file in Excel or WPS, recalculate it (F9), look at these cells, save it, and submit it again.
    .form = { $count ->
        [one] { $count } table of the form was
       *[other] { $count } tables of the form were
    } not recalculated, probably because a program filled it in; computed anew from what was typed: { $tables }

text-number = “{ $table }” has { $count ->
        [one] 1 amount
       *[other] { $count } amounts
    } stored as text; read as numbers
    .help = Format these cells as numbers and enter the amounts again.
    .form = “{ $table }” has { $count ->
        [one] 1 amount
       *[other] { $count } amounts
    } stored as text, which the formulas of the form leave out of every total; read as numbers

number-format = “{ $table }” has { $count ->
        [one] 1 amount
       *[other] { $count } amounts
    } shown smaller by the number format; read as seen, in the unit of measure that is stated, such as { $text }
    .help = Check that the numbers that are seen are the amounts to submit. It is better to enter them in that unit than to scale them by a format.
    .percentage = “{ $table }” has { $count ->
        [one] 1 amount
       *[other] { $count } amounts
    } shown as a percentage (stored: { $text }); read as stored

number-not-read = { $count ->
        [one] 1 number belongs to no recognised row and column and is not read
       *[other] { $count } numbers belong to no recognised row and column and are not read
    }
    .help = Check whether these numbers belong in the table; delete those that do not, and enter the others as in the official form.
    .row = the row “{ $label }” is not in the official form; its numbers are not read
    .entry = { $count ->
        [one] 1 amount of 录入 is
       *[other] { $count } amounts of 录入 are
    } in no table, such as “{ $text }”: no table prints this for money of the line's source
    .rows = “{ $table }” has several rows with different amounts, and it is not clear which one counts; not read
    .totals = “{ $table }” has two different closing lines; only the first one is read
    .too-large = “{ $quote }” in the text is too large for any amount or count and is not read; check this number
    .outside = the sheet “{ $sheet }” holds { $count ->
        [one] 1 number
       *[other] { $count } numbers
    } but no known table

hidden-amount = “{ $table }” has { $count ->
        [one] 1 amount
       *[other] { $count } amounts
    } in hidden { $where }; read all the same
    .help = Unhide them and make sure that these amounts are meant to be submitted.

hidden-content = { $count ->
        [one] 1 cell
       *[other] { $count } cells
    } of sheet “{ $sheet }” ({ $range }; cells that are numbers: { $numbers }) are hidden by { $where }; { $done }
    .help = Show what is to be public, and delete what is not meant to be submitted: what is hidden goes out with the file.
    .behind = { $count ->
        [one] 1 cell
       *[other] { $count } cells
    } of sheet “{ $sheet }” ({ $range }; cells that are numbers: { $numbers }) stand behind merged cells and differ from what is shown; { $done }
    .unplaced = { $count ->
        [one] 1 cell
       *[other] { $count } cells
    } of sheet “{ $sheet }” ({ $range }; cells that are numbers: { $numbers }) belong to no part of the document; { $done }

too-many-digits = “{ $table }” has { $count ->
        [one] 1 amount
       *[other] { $count } amounts
    } finer than 0.01 yuan; rounded to 0.01 yuan
    .help = Round the amounts to two decimals; in a formula, use ROUND(…,2).

negative-amount = the budgeted amount is negative: { $yuan } yuan
    .help = Check it; budgeted amounts are not usually negative.

class-not-known = neither this file nor the code list has a code for the class (类) “{ $name }”; the line is kept
    .help = Check the name of the class against the official classification (政府收支分类科目).

placeholder-left = { $count ->
        [one] 1 placeholder is
       *[other] { $count } placeholders are
    } not filled in, such as “{ $text }”
    .help = Fill in what belongs there, or delete the placeholder.

name-missing = the name of the unit is not found
    .help = State it above a table as “编制单位：……”, or on the cover as “预算单位：……”.

year-missing = the budget year is not found
    .help = State the year in the titles of the tables or on the cover, as in “2023年……”.

wrong-year = the title of “{ $table }” says { $year }, those of the other tables { $other }; the table is not read
    .help = Put in what belongs to this year, or correct the year; do not keep last year's tables in the same file.
    .read = the title of “{ $table }” says { $year }, those of the other tables { $other }; it is read as a table of this year all the same
    .heading = the heading “{ $quote }” is of { $found }, the budget of { $year }
    .text = “{ $quote }” is of { $found }, which is neither the budget year { $year } nor the one before
    .subject = “{ $quote }” is about { $found }, the budget about { $year }
    .compared = “{ $quote }” compares with the budget year { $year } itself, not with the one before
    .twice = “{ $quote }” states two amounts of the one year { $year }; one of them is of the year before
    .executed = “{ $quote }” speaks of what was executed in the budget year { $year }, not in the one before
    .note = the note below “{ $table }” is of { $found }, the budget of { $year }: “{ $quote }”
    .form = the form of performance goals is of { $found }, the budget of { $year }: “{ $quote }”

name-varies = “{ $table }” is of “{ $name }”, the other tables are of “{ $other }”; the table is not read
    .help = Submit one unit (or department) in each file, under one name.
    .read = “{ $table }” names “{ $name }”, the other tables name “{ $other }”; taken for a slip, and the table is read
    .forms = the unit's name stands in several forms: “{ $name }” and { $others }
    .department = this form names “{ $name }” as the department in charge, the others “{ $other }”
    .other = the unit named here is “{ $other }”, that of the tables “{ $name }”

bad-code = the code “{ $text }” does not have 3, 5 or 7 digits (经济分类: 3 or 5){ $proposal }
    .help = Enter the code in full.
    .entry-further = { $count ->
        [one] 1 line
       *[other] { $count } lines
    } of 录入 whose 经济分类 is no code of 5 digits, such as “{ $text }”; { $yuan } yuan are in no table
    .entry = { $count ->
        [one] { $count } line of 录入 has no code of 7 digits but “{ $text }”
       *[other] { $count } lines of 录入 have no code of 7 digits, such as “{ $text }”
    }; { $yuan } yuan are in no table
    .item = the code “{ $stated }” in the text does not fit the name; it would be “{ $expected }” (科目 { $line })

unknown-code = the code { $code } ({ $name }) is not in the code list shipped with this program
    .help = The shipped list of 功能分类 codes is not complete; compare with the official classification of the year.
    .many = “{ $table }” has { $count ->
        [one] 1 code that is
       *[other] { $count } codes that are
    } not in the shipped code list: { $codes }

name-differs = the name of { $code } is “{ $expected }”; the table says “{ $name }”
    .help = Check the code and the name.
    .text = the text has { $code } under its older name “{ $name }”; the name now is “{ $expected }”
    .older = { $code } has its older name “{ $name }”; the name now is “{ $expected }”
    .spelling = the name of { $code }, “{ $name }”, differs from “{ $expected }” only in brackets, spaces or punctuation
    .missing = { $count ->
        [one] { $count } line of “{ $table }” has a code and no name
       *[other] { $count } lines of “{ $table }” have codes and no names
    }: { $codes }
    .item = the text has “{ $stated }”; { $code } is “{ $expected }” (科目 { $line })

parent-missing = { $code } ({ $name }) has no line above it: { $parent } is missing
    .help = Add the subtotal lines of the class (类) and section (款).
    .flat = “{ $table }” lists only the lowest level, without subtotals of class (类) and section (款)

repeated-code = { $code } ({ $name }) stands twice in “{ $table }”
    .help = Merge the two lines, or correct the code of one.
    .same = { $code } ({ $name }) stands again after a page break with the same amounts; it is read once
    .entry = { $count } lines of 录入 share code and source with others; they are added up

kind-suspect = { $code } ({ $name }) of the economic classification stands in the column { $kind }
    .help = Wages, welfare and aid to persons are usually 人员经费, goods, services and capital expenditure 公用经费; check which is meant.

out-of-order = the codes of “{ $table }” do not ascend: { $code } comes after { $before }
    .help = Order the lines by code.

parts-differ = { $line }: { $column } is { $stated } yuan, the sum of its parts { $sum } yuan, a difference of { $difference } yuan
    .help = Check the total in this row and the columns that it is made up of.
    .part = { $part-line }: { $part-column } is { $part } yuan and should be { $expected } yuan; else { $column }, { $stated } yuan, and the sum of its parts, { $sum } yuan, differ by { $difference } yuan
    .undecided = { $line }: { $column } is { $stated } yuan, the sum of its parts { $sum } yuan, a difference of { $difference } yuan; which cell is wrong is not certain, the cells below begin with the most probable

change-differs = { $line }: { $column } is { $stated } yuan and should be { $own } − { $base } = { $expected } yuan, a difference of { $difference } yuan
    .help = Check this year's amount, the one it is compared with, and the change; a change is best a formula.
    .percentage = { $line }: { $column } is { $stated }%, but from { $base } to { $own } yuan it is { $expected }%

part-exceeds = { $line }: { $column }, a part (其中), is { $stated } yuan, more than { $whole-column } of { $whole-line }, { $expected } yuan, by { $difference } yuan
    .help = A part cannot be more than the whole that it is of; check both cells.

children-differ = { $line }: { $column } is { $stated } yuan, the sum of the lines below it { $sum } yuan, a difference of { $difference } yuan
    .help = Check this line and the lines below it.
    .part = { $part-line }: { $part-column } is { $part } yuan and should be { $expected } yuan; else { $line }, { $stated } yuan, and the sum of the lines below it, { $sum } yuan, differ by { $difference } yuan
    .undecided = { $line }: { $column } is { $stated } yuan, the sum of the lines below it { $sum } yuan, a difference of { $difference } yuan; which cell is wrong is not certain, the cells below begin with the most probable
    .blank = “{ $table }” has { $count ->
        [one] 1 subtotal line
       *[other] { $count } subtotal lines
    } without amounts, though the lines below have some

total-differs = { $line }: { $column } is { $stated } yuan, the sum of the lines { $sum } yuan, a difference of { $difference } yuan
    .subtotal = row “{ $label }”: { $stated } yuan, the rows above add up to { $expected } yuan, a difference of { $difference } yuan
    .help = Check the closing line and the lines that it sums up.
    .part = { $part-line }: { $part-column } is { $part } yuan and should be { $expected } yuan; else { $line }, { $stated } yuan, and the sum of the lines, { $sum } yuan, differ by { $difference } yuan
    .undecided = { $line }: { $column } is { $stated } yuan, the sum of the lines { $sum } yuan, a difference of { $difference } yuan; which cell is wrong is not certain, the cells below begin with the most probable

tables-differ = “{ $table }”, { $line }: { $column } is { $stated } yuan, in “{ $other }” { $expected } yuan, a difference of { $difference } yuan
    .help = Check the amounts that the two tables state of the same thing.
    .undecided = “{ $table }”, { $line }: { $column } is { $stated } yuan, in “{ $other }” { $expected } yuan, a difference of { $difference } yuan; which one is wrong is not certain, the cells below begin with the most probable
    .absent = “{ $table }” has no line “{ $line }”; “{ $other }” states { $expected } yuan for it
    .miscoded = the code { $code } in “{ $table }” may be wrong: in the other tables the same name and amounts have { $expected } ({ $name })
    .table = “{ $table }” differs from the other tables throughout, in { $count ->
        [one] 1 place
       *[other] { $count } places
    }; it may be of another version
    .at-least = “{ $table }”, { $line }: { $column } is { $stated } yuan, less than the { $expected } yuan in “{ $other }”
    .at-most = “{ $table }”, { $line }: { $column } is { $stated } yuan, more than the { $expected } yuan in “{ $other }”

not-balanced = “{ $table }” does not balance: { $column } of { $line } is { $stated } yuan, the other side { $expected } yuan, a difference of { $difference } yuan
    .help = Compare revenue and expenditure: 收入总计 and 支出总计 must be equal, and so must revenue and expenditure of each fiscal appropriation.
    .undecided = “{ $table }” does not balance: { $column } of { $line } is { $stated } yuan, the other side { $expected } yuan, a difference of { $difference } yuan; which one is wrong is not certain, the cells below begin with the most probable

agency-operating-differs = agency operating money (机关运行经费) is { $stated } yuan, more than the public money (公用经费) of { $expected } yuan in basic expenditure of the general public budget
    .help = Agency operating money is the everyday public money in basic expenditure of administrative units and of institutions run under the civil service law; check it.
    .differs = agency operating money (机关运行经费) is { $stated } yuan and not the public money (公用经费) of { $expected } yuan in basic expenditure of the general public budget
    .institution = this unit is an institution (“{ $type }”) and still states agency operating money (机关运行经费) of { $stated } yuan

three-public-below = { $item } of the “three public” money (三公) is { $stated } yuan, less than the { $expected } yuan of { $code } ({ $name }) in the economic classification
    .help = The “three public” money has basic and project expenditure in it, so it is seldom less than the same item of the economic classification; check amounts and unit (万元).

three-public-above = the “three public” money (三公) is { $stated } yuan, more than all expenditure from fiscal appropriation, { $expected } yuan; yuan may stand where 万元 belong
    .help = Check that the unit of measure of the “three public” table (万元) fits its numbers.
    .item = { $item } of the “three public” money (三公) is { $stated } yuan, over 1000 times the { $expected } yuan of { $code } ({ $name }) in the economic classification; yuan may stand where 万元 belong

related-differ = { $economic } of the economic classification is { $stated } yuan in all, and basic expenditure of { $function } of the functional classification { $expected } yuan, a difference of { $difference } yuan
    .help = The two are usually equal; where there is a reason nothing need be done.
    .share = { $function } is { $stated } yuan, { $percent }% of { $of }; usually it is { $share }%, { $expected } yuan

empty-table-note = “{ $table }” has no amounts and no note below it that says so
    .help = Below a table without data, write a note such as “注：本单位本年度无此项预算，故本表无数据”.
    .stated = “{ $table }” has amounts, but the note below it says that there are none: “{ $note }”
    .other = the note below “{ $table }” is about other money: “{ $note }”

rounding = “{ $table }” has { $count ->
        [one] 1 total that differs from its
       *[other] { $count } totals that differ from their
    } parts by no more than rounding explains (at most { $difference } yuan)
    .help = Usually nothing need be done; for totals that agree exactly, keep the same number of decimals everywhere.
    .department = the department states { $own } yuan, its units sum up to { $units } yuan; rounding explains the difference of { $difference } yuan

mixed-precision = “{ $table }” mixes whole yuan with fen: { $count ->
        [one] 1 equality fails
       *[other] { $count } equalities fail
    } by no more than rounding to whole yuan explains (at most { $difference } yuan)
    .help = State all amounts of one table to the fen, or all in whole yuan.
previous-not-used = last year's budget { $path } is that of “{ $other }”, not of “{ $unit }”; nothing was compared with it
    .help = With --previous, give this unit's budget of the year before, or a folder with those of all units.
    .year = last year's budget { $path } is of { $other }, which is not the year before { $year }; nothing was compared with it
    .none = the folder has no budget of “{ $unit }” for the year before; comparisons with last year were not checked
# The lines below a finding.
finding-yuan = { " " }({ $yuan } yuan)
finding-more-cells = … { $count } cells in all
finding-total-line = closing line (合计)
finding-all-column = total (合计)
finding-help = help: { $help }
