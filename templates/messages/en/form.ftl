# Blank forms: made by `yusuan template`, known again when they are read.

wrong-form = this is a form for { $year }, but its tables say { $other }
    .help = Use the form that was made for this unit and year; a form cannot serve for another.
    .unit = this is a form for “{ $unit }”, but it was handed in for “{ $other }”
    .layout = this is a form of the layout { $layout }, but { $other } is asked for
    .unknown-layout = this is a form of the layout { $layout }, which is not known here; it was read by the nearest one, { $other }
    .version = this is a form of version { $version } of the layout { $layout }, which is at version { $other } now
    .unlocked = { $count ->
        [one] { $count } computed cell was overwritten by a number: “{ $text }”
       *[other] { $count } computed cells were overwritten by numbers, such as “{ $text }”
    }
    .contradicts = { $count ->
        [one] { $count } computed cell was overwritten by another number, “{ $text }”; what was typed gives { $expected } yuan, which is taken
       *[other] { $count } computed cells were overwritten by other numbers, such as “{ $text }”; what was typed gives { $expected } yuan, which is taken
    }
    .typed-over = { $count ->
        [one] { $count } cell that 录入 feeds was overwritten by a number, “{ $text }”; it belongs to no line and was not read
       *[other] { $count } cells that 录入 feeds were overwritten by numbers, such as “{ $text }”; they belong to no line and were not read
    }
    .no-entries = the form's sheet 录入 is gone; the numbers that its tables keep were read
    .parts = of the tables that were handed in as several files, “{ $table }” stands twice with different amounts; the first one is taken
    .help-parts = Each table may be there once: take the other one out, or hand in all tables in one workbook.

form-not-filled = the form was not filled in: it holds no amount (尚未填写)
    .help = Fill in the pale yellow cells of the form before handing it in.
    .tables = the tables of the form were not filled in: they hold no amount (尚未填写)
    .code = { $count ->
        [one] { $count } line of 录入 has amounts and no code
       *[other] { $count } lines of 录入 have amounts and no code
    }; { $yuan } yuan are in no table
    .source = { $count ->
        [one] { $count } line of 录入 has amounts and no source of money
       *[other] { $count } lines of 录入 have amounts and no source of money
    }; { $yuan } yuan are in no table
    .further-code = { $count ->
        [one] 1 line
       *[other] { $count } lines
    } of 录入 with spending and without 经济分类; { $yuan } yuan are in no table
    .carry-unknown = { $count ->
        [one] { $count } line of 录入 says neither this year nor what was carried over as the list has it, but “{ $text }”
       *[other] { $count } lines of 录入 say neither this year nor what was carried over as the list has it, such as “{ $text }”
    }; { $yuan } yuan are in no table
    .source-unknown = { $count ->
        [one] { $count } line of 录入 has a source of money that is not in the list, “{ $text }”
       *[other] { $count } lines of 录入 have sources of money that are not in the list, such as “{ $text }”
    }; { $yuan } yuan are in no table

explain-form-not-filled = A form was not filled in, or lines of its sheet 录入 are incomplete.
    .why = A blank form that is handed in says nothing. A line of 录入 needs a code of 7 digits and a source of the list; without either, its amounts come into no table. Until that is mended, comparisons with the tables concerned are not reported.
    .example = Line 9 of 录入 has 190,000 yuan of 人员经费 and no source, so that all tables lack this money.
    .mend = Fill in the pale yellow cells; on 录入, add the code or the source that is missing.

explain-wrong-form = A form was not made for this unit, year or layout, or locked cells were changed.
    .why = A form keeps for whom it was made. Where last year's form or that of another unit is used, headers, codes and formulas may be wrong. A computed cell that was overwritten by a number is a warning only: the amount is read.
    .example = A file handed in for 2027 is the form of 2026 with only its titles changed.
    .mend = Fill in the form of this unit and year. Formulas that were overwritten can be copied back from an unfilled form.

command-template = make blank forms for units to fill in
arg-template-layout = the layout; without it, that of last year's budget
arg-template-unit = the unit's name
arg-template-code = the unit's code
arg-template-department = the department in charge
arg-template-type = the type of unit (such as 全额拨款事业单位)
arg-template-year = the budget year; without it, the year after last year's budget
arg-template-roster = a list of units (xlsx, csv, …): one form for each
arg-template-from = last year's budget (a file or JSON; for a list a folder, matched by code or name): codes and names are filled in, amounts stand beside the cells
arg-template-entry = a form where each number is typed once: a sheet of entries feeds the tables
arg-template-rows = the empty rows prepared in a table (10 beside last year's budget, else 200)
arg-template-projects = the projects that sheets are prepared for; without it, as many as last year, or else 3
arg-template-codes = the complete code list of the year (xlsx, csv): other codes are refused
arg-template-password = a password for the protection of the sheets, which guards against slips only
arg-template-output = the file; for a list the folder

form-no-year = give the budget year with --year
form-no-layout = give the layout with --layout; there are: { $known }
form-no-entry = the tables of layout { $layout } also tell their lines apart by { $dimension }, which a sheet of entries does not have; leave out --entry for a form whose tables are filled in directly
form-no-entry-lines = no table of layout { $layout } has lines by 功能分类 that a sheet of entries could add up to: its tables are filled in line by line as they stand; leave out --entry
form-no-unit = give the unit's name with --unit, or a list of units with --roster
form-roster-and-unit = the list names the units: --unit, --code, --department and --type do not go with --roster
form-roster-needs-folder = { $path } is a file; the forms of a list go to a folder
form-from-needs-folder = { $path } is no folder; for a list, last year's budgets stand in a folder
form-from-needs-file = { $path } is a folder; give the file of last year's budget
form-from-twice = there are two budgets of last year for “{ $unit }”: { $path } and { $other }; keep one
form-unreadable = { $path } cannot be read
form-roster-no-header = { $path }: no header found, with columns such as 单位编码 and 单位名称
form-roster-empty = { $path }: no unit below the header
form-roster-repeated = { $path }: the unit “{ $unit }” stands twice (row { $row })
form-roster-no-name = { $path }: row { $row } has the code { $code } and no name
form-no-codes = { $path }: no columns of codes and names found, or no code of 3, 5 or 7 digits in them
form-not-xlsx = a form is an .xlsx workbook: give -o a name that ends with .xlsx, a folder that is there, or -, not { $path }
form-not-made = the form of “{ $unit }” cannot be made: { $reason }
form-done = { $count } { $count ->
        [one] form
       *[other] forms
    } made, { $known } with last year's codes; budgets of last year not used: { $unused }
form-unused = no unit for this budget of last year: { $path }
