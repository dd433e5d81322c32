# Words and parts of sentences that stand within other messages.

list-separator = { ", " }
word-none = (none)
word-empty = (empty)
bad-code-proposal = ; should it be { $code }?
hidden-sheet = sheets
hidden-row = rows
hidden-column = columns
hidden-format = number formats (such as ;;;)
hidden-merge = merged cells
content-left-out = not read as content, and left out of the public document and the standardized workbook
content-kept = read as content as asked for, and part of the public document and the standardized workbook
measure-yuan = yuan (元)
measure-thousand = 1,000 yuan (千元)
measure-ten-thousand = 10,000 yuan (万元)
measure-million = million yuan (百万元)
measure-hundred-million = 100 million yuan (亿元)
place-row = row “{ $row }”
place-column = column “{ $column }”
place-goal = field “{ $field }”
place-document = texts beside the tables
