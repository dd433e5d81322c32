# The command line. An argument's text is `arg-COMMAND-NAME`, or `arg-NAME` where several commands share it.

command-yusuan = Reads the budget workbooks that government units submit into one canonical budget, says what is wrong with them, and writes standardized workbooks ready for print.
command-convert = Read submissions and write a standardized workbook (or JSON, CSV) for each
command-check = Only check, and print the findings on standard output
command-explain = Explain what every cell of a file was taken for, or what a code of findings means
command-completions = Print a script for completions in a shell
command-man = Write the manual pages
command-help = Print this help, or that of a command

arg-inputs = A file, or a folder with all spreadsheets below it; also JSON that convert wrote
arg-layout = Read by this layout, not by the one that fits best
arg-templates = A folder with layouts (TOML) of your own
arg-allow = Do not report findings of this code (several times, or several codes with commas)
arg-warn = Take findings of this code for warnings
arg-deny = Take findings of this code for errors
arg-lang = The language of messages, help and reports; without it, that of the system
arg-help = Print help
arg-version = Print the version
arg-force = Overwrite existing files
arg-convert-output = A file for one input, a folder for several, or - for standard output
arg-convert-to = The format; without it, that of the ending of the output, else xlsx
arg-convert-layout-out = Write in another layout
arg-convert-previous = Last year's budget (a file or JSON): the changes in the texts are checked against it, and it is kept in the JSON
arg-convert-draft = Draft the narrative and the other notes from the tables where they are missing; what is not known stands as 【待填写：…】
arg-convert-strict = Do not write inputs that have errors
arg-check-format = The format of the report
arg-check-annotate = Write each workbook with its wrong cells marked to this folder, to send it back
arg-check-previous = Last year's budget (a file or JSON), against which the changes in the texts are checked
arg-explain-subject = A spreadsheet, or a code of findings such as total-differs
arg-explain-format = The format of the explanation
arg-explain-sheets = Explain only this sheet; can be used several times
arg-completions-shell = The shell
arg-man-output = Write the pages of all commands to this folder; without it, only the main page goes to standard output
arg-help-command = A command
arg-max-file-bytes = Bytes of the file
arg-max-unpacked-bytes = Bytes when unpacked
arg-max-ratio = Unpacked size over file size
arg-max-parts = Parts of a package
arg-max-shared-strings = Shared texts
arg-max-sheets = Sheets
arg-max-cells-per-sheet = Cells of one sheet
arg-max-grid-cells = Cells of an .xls, with empty ones
arg-max-row = Last row read
arg-max-column = Last column read
arg-max-text-length = Characters of one text

heading-usage = Usage
heading-commands = Commands
heading-arguments = Arguments
heading-options = Options
heading-limits = Limits
help-options = [OPTIONS]
help-command = COMMAND
help-default = [default: { $value }]
help-possible = [possible values: { $values }]
man-name = NAME
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-version = VERSION

usage-unknown-argument = there is no argument “{ $arg }”
usage-unknown-command = there is no command “{ $command }”
usage-unknown-code = there is no code of findings “{ $code }”
usage-missing = this is missing: { $args }
usage-no-command = the command is missing
usage-no-value = { $arg } needs a value
usage-invalid-value = { $arg } cannot be “{ $value }”
usage-invalid-number = { $arg } cannot be “{ $value }”; it must be a whole number, 0 or more
usage-invalid-because = { $arg } cannot be “{ $value }” ({ $error })
usage-too-many = “{ $value }” is one too many: { $arg } takes no further value
usage-repeated = { $arg } can be used only once
usage-conflict = { $arg } cannot be used with { $other }
usage-not-text = an argument holds characters that cannot be read
usage-other = wrong usage ({ $error })
usage-possible = possible values: { $values }
usage-similar = did you mean { $values }?
usage-see-help = see { $command } --help

cli-error = yusuan: { $error }
cli-io = { $path }: { $reason }
cli-exists = { $path } exists already; add --force to overwrite it
cli-no-layout = there is no layout `{ $layout }`; there are: { $known }
cli-not-to-allow = { $code } cannot be allowed: a file that was not read is not free of faults
cli-nothing-to-read = { $path }: the folder has no spreadsheet that can be read ({ $endings })
cli-no-such-format = .{ $ending } cannot be written; { $known } can
cli-several-to-stdout = several workbooks cannot go to standard output; use -o with a folder
cli-file-for-several = { $path } is a file; several inputs need a folder
cli-several-need-folder = several inputs need a folder for the output: -o
cli-output-is-input = the output { $path } is the input itself; a submission is never overwritten
cli-previous-unreadable = { $path }: last year's budget cannot be read
cli-drafted = { $file }: “{ $section }” was drafted, { $count ->
        [one] 1 place is
       *[other] { $count } places are
    } left to fill in
cli-not-written = { $path } cannot be written: { $reason }
cli-not-marked = { $path } cannot be marked: { $error }
cli-no-place = table { $table } of the layout { $layout } has no { $what }
cli-bad-layout = the layout has faults:
    { $faults }

tally-file = { $file }: { $layout } { $unit } { $year }: amounts read { $amounts }, errors { $errors }, warnings { $warnings }, notes { $notes }
tally-cells = cells: { $cells }
tally-separator = { ", " }
tally-all = { $files } files in all, of which { $unread } cannot be read: errors { $errors }, warnings { $warnings }, notes { $notes }
tally-no-unit = (no name of the unit)
tally-no-year = (no year)

role-title = titles
role-measure = units of measure
role-preparer = preparers
role-header = headers
role-serial = serial numbers
role-code = codes
role-name = names
role-label = row labels
role-amount = amounts
role-total = totals
role-repeated = repeated amounts
role-fault = faulty amounts
role-note = notes
role-text = texts
role-placeholder = placeholders
role-other-form = numbers of other forms
role-other = others
role-not-read = numbers not read
