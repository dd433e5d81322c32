# What the page says in place of the command's words that speak of its options. What goes into files stays the command's.

unreadable-file =
    .help-json = Take the spreadsheet that it was made of.

limit-exceeded =
    .help = Delete what is not needed, save the file and drop it here again; where all of it must be read, use the command: the page cannot raise its limits.

internal-error =
    .help = The unit has nothing to mend because of this. Keep the file, report it to whoever gave you this page, with this message and the date of the page's file, and look through the file by hand meanwhile, or save it anew as .xlsx and try again. The other files were handled as usual.

no-layout-fits =
    .help = First make sure that this is a budget, and no final account or other report. Where your region uses these forms, have a layout written for them and add it at “Last year's budgets, own layouts”; to read by a layout all the same, choose it at “Layout to read by”.

layout-tie =
    .help = Choose the layout of your region at “Last year's budgets, own layouts”, “Layout to read by”.

previous-not-used =
    .help = At “Last year's budgets, own layouts”, give this unit's budget of the year before, or a folder with those of all units.

cli-incomplete =
    { $path } was not written: { $count ->
        [one] 1 cell
       *[other] { $count } cells
    } inside its totals { $count ->
        [one] was
       *[other] were
    } not read, so the written totals would be false; mend the file and drop it here again
report-not-drawn =
    { $count ->
        [one] The cells of { $count } more finding of this file are not drawn;
       *[other] The cells of { $count } more findings of this file are not drawn;
    } download the marked workbook to see all.

form-no-year = fill in “Budget year”
form-no-layout = choose the layout; there are: { $known }
form-no-entry = the tables of layout { $layout } also tell their lines apart by { $dimension }, which a sheet of entries does not have; leave “Entry form” unchecked for a form whose tables are filled in directly
form-no-entry-lines = no table of layout { $layout } has lines by 功能分类 that a sheet of entries could add up to: its tables are filled in line by line as they stand; leave “Entry form” unchecked
form-no-unit = fill in “Name of the unit”

explain-limit-exceeded =
    .mend = Delete rows, columns and contents that do not belong to the tables, and save the file. Where they are needed, use the command, which can raise its limits.

explain-internal-error =
    .mend = The unit has nothing to mend. Report the file, the message and the date of the page's file to whoever gave you this page. Until that is mended, look through the file by hand; often saving it anew as .xlsx in Excel or WPS helps.

explain-no-table =
    .mend = Change titles and headers to those of the form that was handed out.

explain-no-layout-fits =
    .mend = Where the wrong file was handed in, hand in this year's budget. Where your region uses these forms, write a layout for them and add it at “Last year's budgets, own layouts”; the unit need not change its file.

explain-layout-tie =
    .mend = Choose the layout of your region at “Last year's budgets, own layouts”, “Layout to read by”, or put all tables into one file.

explain-number-not-read =
    .mend = Move amounts that belong to the budget into the rows and columns of the form, and delete the others.

explain-hidden-content =
    .mend = Show what is to be public, and put it below the heading of its part; delete what is not meant to be submitted.

explain-text-amount-differs =
    .mend = Compare tables and text, and correct the one that is wrong.

explain-text-arithmetic =
    .why = A change is this year's amount less last year's, its percentage that of last year's. Last year's amount is that of the text; where last year's budget is given, that of its tables. What rounding explains is right.

explain-section-missing =
    .mend = Add it as the form asks.

explain-previous-not-used = The last year's budget that was given is not that of this unit for the year before.
