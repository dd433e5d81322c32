# Why a file, or part of it, could not be read: the reasons within the messages of `unreadable-file` and `limit-exceeded`.

damage-quoted = { $error }
damage-part = part { $part }: { $reason }
damage-cell = cell { $cell }: { $reason }
damage-formulas = the formulas could not be read: { $reason }
damage-no-sense = its content does not follow its format
damage-encoding = it holds bytes that are not { $encoding }
damage-text = some bytes are not { $encoding } text; they are shown as �
damage-cell-twice = the file holds cell { $cell } more than once; the last one was read
damage-cell-moved = cell { $cell } was read as { $other }
damage-no-such-cell = no cell is called `{ $cell }`
damage-no-shared-text = cell { $cell }: the file holds no shared text { $number }
damage-record = cell { $cell }: the record is damaged
damage-records = cells from { $cell } on: the record is damaged
damage-long-text = a long text could not be read to its end
damage-sheet-end = the sheet ends too early
damage-document-end = the document ends too early
damage-workbook-end = the workbook part ends too early
damage-shared-texts = the shared texts end too early
damage-no-sheet = the file does not hold the sheet
damage-no-sheets = the workbook has no sheets
damage-no-workbook = the workbook part is missing
damage-no-relations = the workbook does not say where its sheets are
damage-same-name = another sheet has the same name
damage-overlap = the sheets overlap
damage-old-excel = the workbook does not begin as one of Excel 5 or later
damage-header = the header is damaged
damage-sectors = the list of sectors is longer than the file

limit-bytes = the file has { $count } bytes
limit-sheets = the file has { $count } sheets
limit-parts = the package has { $count } parts
limit-part = part { $part } is very large when unpacked
limit-shared-texts = the file has very many shared texts
limit-grid = the used cells lie so far apart that they span { $count } cells
limit-spaces = the texts hold very many spaces
limit-cell = cell { $cell } and all else beyond the limit is not read
limit-rest = the rest is not read

json-form = it is not JSON, or not of the form of a budget ({ $error })
json-schema = its schema is “{ $found }”, not “{ $expected }”
json-repeated = table { $table } stands twice
json-unknown = the model has no { $what }
json-table = table { $table }
json-block = block { $block } in table { $table }
json-row = row { $row } in table { $table }
json-column = column { $column } in table { $table }
json-layout = there is no layout “{ $layout }”

io-not-found = there is no such file or folder
io-denied = permission is denied
io-folder = it is a folder, not a file
io-no-folder = a part of the path is not a folder
io-exists = it exists already
io-full = the disk is full
io-read-only = the disk is read-only
io-other = the system says: { $error }
