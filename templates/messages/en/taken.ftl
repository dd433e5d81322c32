# What every cell of a submission was taken for.

taken-layout = Layout: { $layout } ({ $name }); { $why }
taken-won-only = no other was tried
taken-won-blocks = the most blocks of tables were found by it
taken-won-headers = as many blocks by others, but the headers fit it best
taken-won-year-or-body = blocks and headers fit others as well, but the year or the kind of body is its own
taken-won-first = others fit as well; it comes first
taken-fit = blocks { $blocks }, score { $score }, its year: { $year }, its kind of body: { $body }
taken-yes = yes
taken-no = no
taken-missing-table = Not found: { $table }

taken-sheet = Sheet { $sheet }
taken-hidden = (hidden)
taken-very-hidden = (hidden so that only a program can show it)
taken-empty-sheet = (empty)

taken-legend = Legend (number of cells)
taken-legend-star = an error or warning names the cell; see the list at the end
taken-role-title = title of a table
taken-role-measure = unit of measure
taken-role-preparer = who prepared the table
taken-role-header = header
taken-role-serial = serial number or number of a column
taken-role-code = code
taken-role-name = name of a code
taken-role-label = label of a row
taken-role-amount = amount, read
taken-role-total = amount of a closing line, read
taken-role-repeated = amount that stands twice, read once
taken-role-fault = cell for an amount that holds none that can be read
taken-role-note = note or remark
taken-role-cover = line of the cover
taken-role-heading = heading of a section or project, or title of a form of performance goals
taken-role-paragraph = paragraph of a section or project
taken-role-form-label = label of a form of performance goals
taken-role-form-entry = entry of a form of performance goals
taken-role-project-amount = amount of a project, read
taken-role-indicator = indicator of performance, or its value
taken-role-text = text outside of the tables, of no known section
taken-role-placeholder = placeholder that was not filled in
taken-role-other-form = number of another form, not read
taken-role-other = anything else (dates, formulas without value, zeros of spare rows)
taken-role-not-read = number that was not read
taken-role-hidden = hidden content that was not read
taken-role-behind = content behind a merged cell that was not read

taken-document = Beside the tables
taken-section = { $part } { $places } { $name }: paragraphs { $paragraphs }
taken-project = { $part } { $places } { $name }: paragraphs { $paragraphs }, items { $items }, indicators { $indicators }

taken-table = { $name } ({ $table }), sheet { $sheet }
taken-page = , page { $page } of { $pages }
taken-title = Title: { $quote }
taken-no-title = Title: none
taken-preparer = Prepared by: { $name }
taken-year = Year in the title: { $year }
taken-measure-stated = Unit of measure: { $measure }, stated in { $cell } { $text }
taken-measure-default = Unit of measure: { $measure }, not stated in the table, taken from the layout
taken-header = Header: rows { $from } to { $to }
taken-no-header = Header: none, the columns of the page before go on
taken-rows = Body: rows { $from } to { $to }, of which { $lines } lines with { $amounts } amounts were read
taken-missing-column = Column not found: { $column }
taken-columns = Columns (taken for <- header):
taken-lines = Lines read (line, cell of an amount=column):
taken-unknown-key = (code not understood: { $text })
taken-total-key = (closing line)

taken-matched-as-printed = as the layout prints it
taken-matched-other-spelling = another spelling that the layout lists
taken-matched-partly = by a part of the header
taken-matched-code = column of codes
taken-matched-page-before = as on the page before
taken-left-beside = beside the table (serial number, remark …)
taken-left-repeated = same header as a column further left, not read
taken-left-other-year = of another year, not read
taken-left-not-understood = not understood, not read
taken-nearest = { $text }; nearest: { $nearest }

taken-strange = Titles and headers that were not understood
taken-strange-no-header = title of a table, but no header below it is understood
taken-strange-no-table = title of a table, but there is no table below it
taken-strange-title = reads like a title, but is none of the layout's tables
taken-strange-header = reads like a header, but has no title, and fits no table for sure

taken-findings = Findings (yusuan explain and a code tells more)
taken-cells = { $count } cells:
taken-yuan = { $yuan } yuan

taken-head-layout = Layout
taken-head-blocks = Blocks
taken-head-score = Score
taken-head-year = Its year
taken-head-body = Its kind of body
taken-head-column = Column
taken-head-header = Header
taken-head-field = Taken for
taken-head-layout-header = Header in the layout
taken-head-matched = How
taken-head-lines = Lines read
taken-head-cell = Cell
taken-head-line = Line
taken-head-amounts = Amounts (cell, column, yuan)

taken-code-why = Why
taken-code-example = Example
taken-code-mend = How to mend it

taken-neither = there is no file `{ $name }`, and no finding has this code; the nearest code is `{ $nearest }`
taken-sheet-of-code = --sheet goes with a file, not with a code
taken-no-spreadsheet = { $file }: is not one spreadsheet; explain says what every cell of one spreadsheet was taken for
taken-no-sheet = there is no sheet “{ $sheet }”; there are: { $sheets }

# Numbers in the texts.
taken-numbers = Numbers in the texts: { $tied } are tied to the tables or to figures, { $untied } are not
untied-not-said = what it is of is not said, or in words that are not known
untied-not-in-tables = what it is of stands in no table
untied-reason = it belongs to a reason or a use
untied-other-year = it is of another year
