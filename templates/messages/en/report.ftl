# Reports of many files: the page of HTML, the table at the end, the progress bar.
report-title = Findings in budget workbooks
report-search = Search: unit, file, cell, amount, text
report-all-codes = All codes
report-all-files = All files
report-reset = Show all
report-codes = What the codes mean
tally-head-file = file
tally-head-unit = unit, year, layout
tally-errors = errors
tally-warnings = warnings
tally-notes = notes
tally-amounts = amounts
tally-unread = cannot be read
tally-no-table = no budget table
tally-allowed =
    { $count ->
        [one] { $count } finding more is not reported, as its code is allowed.
       *[other] { $count } findings more are not reported, as their codes are allowed.
    }
progress-check = Checking
progress-convert = Converting
progress-template = Making forms
cli-incomplete =
    { $path } was not written: { $count ->
        [one] 1 cell
       *[other] { $count } cells
    } inside its totals { $count ->
        [one] was
       *[other] were
    } not read, so the written totals would be false; mend the input, or use --incomplete to write it all the same (JSON and CSV are always written)
cli-strict =
    { $count ->
        [one] { $path } has { $count } error and was not written (--strict)
       *[other] { $path } has { $count } errors and was not written (--strict)
    }
cli-same-output = { $path } would be both the report and a marked workbook; use another file name
convert-legend = What was found in the submitted file. Sheets and cells are those of the submitted file; click one that is a link to go to its counterpart in this workbook. This sheet is no part of the budget and is never read.
cli-among-inputs = { $path } is the folder { $input } that is read; what is written there would be taken for a submission the next time, so name another folder
report-not-drawn =
    { $count ->
        [one] The cells of { $count } more finding of this file are not drawn;
       *[other] The cells of { $count } more findings of this file are not drawn;
    } check --annotate gives the workbook with all of them marked.
